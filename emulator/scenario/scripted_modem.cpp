#include "emulator/scenario/scripted_modem.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "emulator/scenario/journal.hpp"
#include "emulator/scenario/qmi_side.hpp"
#include "emulator/scenario/rule_book.hpp"
#include "emulator/scenario/serial_rules.hpp"
#include "emulator/scenario/serial_side.hpp"

namespace modembench::scenario {
namespace {

using trace::What;

/// Things done in one call. What sets itself off without end is stopped there.
constexpr std::size_t kMaxStepsAtOnce = 1000;

qmi::Message response(const qmi::Message& request, std::uint16_t error, const std::vector<qmi::Tlv>& tlvs) {
  auto message = qmi::response_to(request.header, error);
  message.tlvs.insert(message.tlvs.end(), tlvs.begin(), tlvs.end());
  return message;
}

}  // namespace

struct ScriptedModem::State {
  State(const Scenario& scenario, const ClientUse* client, trace::Trace& trace, Sharing sharing)
      : timeline(scenario.rules, client),
        journal(timeline, trace),
        rules(scenario.rules),
        serial_rules(scenario.rules),
        qmi(journal, scenario.profile, sharing,
            [this](ConnectionId connection, const qmi::Message& request) { answer(connection, request); }),
        serial(scenario.serial) {}

  Timeline timeline;
  Journal journal;
  RuleBook rules;
  SerialRules serial_rules;
  QmiSide qmi;
  SerialSide serial;
  std::array<bool, kAllPorts.size()> registered{};

  // --- what every call does

  /// All that was due before this call is done first: what comes in now finds things as they stand now.
  void begin(Instant now) {
    journal.move_to(now);
    catch_up();
  }
  [[nodiscard]] std::vector<Output> end() {
    catch_up();
    say_nmea();
    return journal.take_outputs();
  }

  [[nodiscard]] std::optional<Instant> next_deadline() const {
    std::optional<Instant> next = qmi.next_deadline();
    const auto sooner = [&](std::optional<Instant> other) {
      if (other && (!next || *other < *next)) next = other;
    };
    if (const auto due = serial.next()) sooner(due->at);
    sooner(timeline.next_deadline());
    return next;
  }

  void catch_up() {
    for (std::size_t steps = 0; steps < kMaxStepsAtOnce; ++steps) {
      const auto due = next_deadline();
      if (!due || *due > journal.time()) return;
      step(*due);
    }
    if (timeline.drop_due(journal.time()) > 0) {
      journal.note(fmt::format("rules set each other off without end: stopped after {} steps", kMaxStepsAtOnce));
    }
  }

  /// Does one thing that is due at `due`; of several first what the modem does by itself.
  void step(Instant due) {
    if (qmi.next_deadline() == due) {
      qmi.step(due);
      say_nmea();
    } else if (const auto next = serial.next(); next && next->at == due) {
      say_to_all(next->port, serial.port(next->port).advance(due));
    } else if (const Rule* rule = timeline.take_next(); rule != nullptr) {
      do_to_device(*rule);
    } else {
      journal.put({.what = Output::What::start_client});
    }
  }

  // --- rules

  /// Traces the whole rule and does what concerns the device; what concerns a request's answer is left.
  void do_to_device(const Rule& rule) {
    for (const auto& action : rule.actions) {
      journal.add({.what = What::rule, .text = in_words(rule, action)});
      if (const auto* unbind = std::get_if<Unregister>(&action)) unregister_port(unbind->port);
      if (const auto* bind = std::get_if<Register>(&action)) register_port(bind->port);
      if (const auto* drop = std::get_if<DropCalls>(&action)) qmi.drop_calls(drop->reason);
      if (const auto* change = std::get_if<ChangeSurroundings>(&action)) qmi.change(change->what);
      if (const auto* say = std::get_if<Say>(&action)) say_to_all(say->port, {say->text.begin(), say->text.end()});
      if (const auto* set = std::get_if<SetSerial>(&action)) set_voices(set->voices);
      if (const auto* sms = std::get_if<DeliverSms>(&action)) qmi.deliver_sms(*sms);
      if (const auto* network = std::get_if<SetNetwork>(&action)) qmi.set(*network);
    }
  }

  void answer(ConnectionId connection, const qmi::Message& request) {
    Duration delay{0};
    std::optional<qmi::Message> scripted;
    if (const Rule* rule = rules.match(request)) {
      do_to_device(*rule);
      for (const auto& action : rule->actions) {
        if (std::holds_alternative<Drop>(action)) return;
        if (const auto* later = std::get_if<Delay>(&action)) delay = later->by;
        if (const auto* fail = std::get_if<Fail>(&action)) scripted = response(request, fail->error, fail->tlvs);
        if (const auto* fixed = std::get_if<Answer>(&action)) scripted = response(request, 0, fixed->tlvs);
      }
    }
    if (scripted) {
      qmi.answer(connection, request, std::move(*scripted), delay);
    } else {
      qmi.pass_on(connection, request, delay);
    }
  }

  // --- ports come and go

  [[nodiscard]] bool is_registered(PortName port) const { return registered[static_cast<std::size_t>(port)]; }

  void register_port(PortName port) {
    if (is_registered(port)) return;
    registered[static_cast<std::size_t>(port)] = true;
    journal.add({.what = What::registered, .port = port});
    journal.put({.what = Output::What::register_port, .port = port});
    if (port == PortName::qmi) journal.pass(Milestone::registered);
  }

  void unregister_port(PortName port) {
    if (!is_registered(port)) return;
    registered[static_cast<std::size_t>(port)] = false;
    journal.add({.what = What::unregistered, .port = port, .text = "by the host"});
    journal.put({.what = Output::What::unregister_port, .port = port});
    if (port != PortName::qmi) {
      const auto open = serial.open_of(port);
      for (const auto connection : open) close(port, connection);
      return;
    }
    for (const auto connection : qmi.connections().all_open()) close(port, connection);
    journal.pass(Milestone::unregistered);
  }

  [[nodiscard]] bool is_open(PortName port, ConnectionId connection) {
    if (port == PortName::qmi) return qmi.connections().opening(connection).has_value();
    return serial.open_of(port).contains(connection);
  }

  /// False if it can't be, and the connection is hung up.
  bool open(PortName port, ConnectionId connection) {
    if (is_open(port, connection)) return true;
    const bool opened = is_registered(port) && (port == PortName::qmi ? qmi.connections().open(connection).has_value()
                                                                      : serial.open(port, connection, journal.time()));
    if (!opened) {
      journal.put({.what = Output::What::hang_up, .port = port, .connection = connection});
      journal.note(fmt::format("{} can't be opened: {}", to_string(port),
                               is_registered(port) ? "too many have it open" : "it is unregistered"));
      return false;
    }
    journal.add({.what = What::opened, .port = port, .connection = connection});
    if (port == PortName::qmi) journal.pass(Milestone::port_opened);
    return true;
  }

  void close(PortName port, ConnectionId connection) {
    if (port == PortName::qmi) return qmi.close(connection, "");
    if (serial.close(port, connection, journal.time())) {
      journal.add({.what = What::closed, .port = port, .connection = connection});
    }
  }

  // --- serial ports

  void receive_serial(PortName port, ConnectionId connection, qmi::ByteView bytes) {
    journal.add(
        {.what = What::serial_in, .port = port, .connection = connection, .bytes = {bytes.begin(), bytes.end()}});
    for (const auto* rule : serial_rules.match(port, {reinterpret_cast<const char*>(bytes.data()), bytes.size()})) {
      do_to_device(*rule);
    }
    // A rule may have unregistered the port.
    if (!serial.open_of(port).contains(connection)) return;
    auto& heard = serial.port(port);
    send_serial(port, connection, heard.receive(bytes, journal.time()));
    if (const auto gps = heard.take_gps_switch()) qmi.switch_gps(*gps == serial::GpsSwitch::start);
  }

  void say_to_all(PortName port, const qmi::Bytes& bytes) {
    for (const auto connection : serial.open_of(port)) send_serial(port, connection, bytes);
  }

  /// What the GPS receiver has said meanwhile, on the ports that say it.
  void say_nmea() {
    const std::string text = qmi.take_nmea();
    if (text.empty()) return;
    for (const auto port : {PortName::ttyUSB0, PortName::ttyUSB1, PortName::ttyUSB2}) {
      if (serial.port(port).says_nmea()) say_to_all(port, {text.begin(), text.end()});
    }
  }

  void set_voices(const serial::NamedVoices& voices) {
    for (std::size_t i = 0; i < voices.size(); ++i) {
      if (voices[i]) serial.port(kAllPorts[i + 1]).set_voice(*voices[i], journal.time());
    }
  }

  void send_serial(PortName port, ConnectionId connection, const qmi::Bytes& bytes) {
    if (bytes.empty()) return;
    journal.add({.what = What::serial_out, .port = port, .connection = connection, .bytes = bytes});
    journal.put({.what = Output::What::send, .port = port, .connection = connection, .bytes = bytes});
  }
};

ScriptedModem::ScriptedModem(const Scenario& scenario, const ClientUse* client, trace::Trace& trace, Sharing sharing)
    : state_(std::make_unique<State>(scenario, client, trace, sharing)) {}
ScriptedModem::~ScriptedModem() = default;

std::vector<Output> ScriptedModem::plug_in(Instant now) {
  state_->begin(now);
  state_->journal.pass(Milestone::start);
  for (const auto port : kAllPorts) state_->register_port(port);
  state_->qmi.power_on();
  return state_->end();
}

std::vector<Output> ScriptedModem::opened(PortName port, ConnectionId connection, Instant now) {
  state_->begin(now);
  state_->open(port, connection);
  return state_->end();
}

std::vector<Output> ScriptedModem::closed(PortName port, ConnectionId connection, Instant now) {
  state_->begin(now);
  state_->close(port, connection);
  return state_->end();
}

std::vector<Output> ScriptedModem::received(PortName port, ConnectionId connection, qmi::ByteView bytes, Instant now) {
  state_->begin(now);
  // Bytes can be told before the opening is.
  if (!bytes.empty() && state_->open(port, connection)) {
    if (port == PortName::qmi) {
      state_->qmi.receive(connection, bytes);
    } else {
      state_->receive_serial(port, connection, bytes);
    }
  }
  return state_->end();
}

std::vector<Output> ScriptedModem::client_started(std::string command, Instant now) {
  state_->begin(now);
  state_->journal.add({.what = What::client_started, .text = std::move(command)});
  state_->journal.pass(Milestone::client_starts);
  return state_->end();
}

std::vector<Output> ScriptedModem::client_said(std::string line, Instant now) {
  state_->begin(now);
  state_->journal.add({.what = What::client_says, .text = std::move(line)});
  return state_->end();
}

std::vector<Output> ScriptedModem::client_exited(int status, std::string in_words, Instant now) {
  state_->begin(now);
  state_->journal.add({.what = What::client_exited, .text = std::move(in_words), .status = status});
  state_->journal.pass(Milestone::client_exits);
  return state_->end();
}

std::vector<Output> ScriptedModem::advance(Instant now) {
  state_->begin(now);
  return state_->end();
}

std::optional<Instant> ScriptedModem::next_deadline() const { return state_->next_deadline(); }

const modem::Modem& ScriptedModem::modem() const { return state_->qmi.modem(); }

}  // namespace modembench::scenario
