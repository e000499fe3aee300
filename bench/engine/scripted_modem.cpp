#include "bench/engine/scripted_modem.hpp"

#include <deque>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "bench/engine/data_side.hpp"
#include "bench/engine/journal.hpp"
#include "bench/engine/qmi_side.hpp"
#include "bench/engine/rule_book.hpp"
#include "bench/engine/serial_side.hpp"
#include "bench/engine/tampering.hpp"
#include "bench/plan/milestone.hpp"
#include "bench/words/action_words.hpp"

namespace modembench::bench {
namespace {

using trace::What;

/// Things done in one call: what is due at its moment, and rules that are met by what a rule does. What sets itself off
/// without end is stopped there.
constexpr std::size_t kMaxStepsAtOnce = 1000;

/// From a reset on the bus until the host's drivers are back, where there is no bus; 0.31 s with dummy_hcd and
/// Linux 6.1.
constexpr Duration kResetTakes = std::chrono::milliseconds(300);

qmi::Message response(const qmi::Message& request, std::uint16_t error, const std::vector<qmi::Tlv>& tlvs) {
  auto message = qmi::response_to(request.header, error);
  message.tlvs.insert(message.tlvs.end(), tlvs.begin(), tlvs.end());
  return message;
}

}  // namespace

struct ScriptedModem::State {
  State(const Scenario& scenario, const ClientUse* client, trace::Trace& trace, Sharing sharing)
      : rules(scenario.rules, scenario.seed),
        timeline(scenario.rules, client, rules),
        journal(timeline, trace),
        qmi(journal, rules, scenario.profile, sharing,
            {[this](ConnectionId connection, const qmi::Message& request) { answer(connection, request); },
             [this](const Rule& rule) { act(rule); }}),
        ports(scenario.profile.usb.shape.ports()),
        serial(scenario.profile.usb.shape.serial_ports(), scenario.serial),
        data(journal),
        usb(scenario.profile.usb_faults) {}

  RuleBook rules;
  Timeline timeline;
  Journal journal;
  QmiSide qmi;
  std::vector<PortName> ports;
  SerialSide serial;
  DataSide data;
  modem::UsbFaults usb;
  std::set<PortName> registered;
  bool ports_come_by_host = false;
  bool plugged_in = false;
  std::vector<PortName> in_reset;     ///< ports that a reset has taken away, and will bring back
  std::deque<const Rule*> met_rules;  ///< rules that wait until what a rule does is done
  bool acting = false;                ///< what a rule does is being done
  std::size_t steps = 0;              ///< of this call

  // --- what every call does

  /// All that was due before this call is done first: what comes in now finds things as they stand now.
  void begin(Instant now) {
    journal.move_to(now);
    steps = 0;
    catch_up();
    steps = 0;
  }
  [[nodiscard]] std::vector<Output> end() {
    catch_up();
    say_nmea();
    return journal.take_outputs();
  }

  [[nodiscard]] std::optional<Instant> next_deadline() const {
    const auto of_serial = serial.next();
    const auto next = earlier(qmi.next_deadline(), of_serial ? std::optional(of_serial->at) : std::nullopt);
    return earlier(next, earlier(data.next_deadline(), timeline.next_deadline()));
  }

  void catch_up() {
    while (steps < kMaxStepsAtOnce) {
      const auto due = next_deadline();
      if (!due || *due > journal.time()) return;
      step(*due);
      take_step();
    }
    timeline.drop_due(journal.time());
  }

  /// False where there have been too many: said once.
  bool take_step() {
    if (steps >= kMaxStepsAtOnce) return false;
    if (++steps < kMaxStepsAtOnce) return true;
    if (!met_rules.empty() || timeline.is_due(journal.time())) {
      journal.note(fmt::format("rules set each other off without end: stopped after {} steps", kMaxStepsAtOnce));
    }
    met_rules.clear();
    return false;
  }

  /// Does one thing that is due at `due`; of several first what the modem does by itself.
  void step(Instant due) {
    if (qmi.next_deadline() == due) {
      qmi.step(due);
      say_nmea();
    } else if (const auto next = serial.next(); next && next->at == due) {
      say_to_all(next->port, serial.port(next->port).advance(due));
    } else if (data.next_deadline() == due) {
      data.tell();
    } else {
      carry_out(timeline.take_next());
    }
  }

  void carry_out(const Timeline::Due& due) {
    using What = Timeline::Due::What;
    switch (due.what) {
      case What::start_client:
        return journal.put({.what = Output::What::start_client});
      case What::plug_in:
        return plug_in();
      case What::end_reset:
        return end_reset();
      case What::end_silence:
        return qmi.end_silence();
      case What::arm:
        return arm(*due.rule, true);
      case What::disarm:
        return arm(*due.rule, false);
      case What::fire:
        if (rules.is_armed(*due.rule)) act(*due.rule);
        return;
      case What::act:
        return act_now(*due.rule);
      case What::tick:
        if (rules.tick(*due.rule)) act(*due.rule);
        return timeline.ticked(*due.rule, journal.time());
    }
  }

  // --- rules

  void arm(const Rule& rule, bool armed) {
    if (!rules.set_armed(rule, armed)) return;
    if (armed) {
      timeline.armed(rule, journal.time());
    } else {
      qmi.let_out(rule);
    }
  }

  /// Does what a rule does to the modem, or sets it for later.
  void act(const Rule& rule) {
    const Duration later = rules.draw(rule.after);
    if (later == Duration{0}) return act_now(rule);
    if (!timeline.put(journal.time() + later, {Timeline::Due::What::act, &rule})) {
      journal.note(fmt::format("a rule is given up: {} things wait for their time already", Timeline::kMaxPending));
    }
  }

  /// What a rule does can meet another, or the same again: that one waits its turn, however they are met.
  void act_now(const Rule& rule) {
    if (acting) {
      if (steps < kMaxStepsAtOnce) met_rules.push_back(&rule);
      return;
    }
    acting = true;
    do_all(rule);
    while (!met_rules.empty() && take_step()) {
      const Rule* next = met_rules.front();
      met_rules.pop_front();
      do_all(*next);
    }
    acting = false;
  }

  /// What is done to a request, or to its answer, is done elsewhere.
  void do_all(const Rule& rule) {
    for (const auto& action : rule.actions) {
      if (is_done_to_message(action)) continue;
      journal.add({.what = What::rule, .text = in_words(rule, action)});
      std::visit([this](const auto& what) { carry_out(what); }, action);
    }
  }

  static bool is_done_to_message(const Action& action) {
    return std::holds_alternative<Drop>(action) || std::holds_alternative<Fail>(action) ||
           std::holds_alternative<Answer>(action) || std::holds_alternative<Tamper>(action);
  }

  void carry_out(const Drop&) {}
  void carry_out(const Fail&) {}
  void carry_out(const Answer&) {}
  void carry_out(const Tamper&) {}
  void carry_out(const Unregister& action) { unregister_port(action.port); }
  void carry_out(const Register& action) { register_port(action.port); }
  void carry_out(const Unplug& action) { unplug(action); }
  void carry_out(const Replug&) { plug_in(); }
  void carry_out(const ResetOnBus&) { reset(); }
  void carry_out(const Reboot& action) {
    qmi.reboot(action);
    timeline.put(journal.time() + action.silent, {Timeline::Due::What::end_silence, nullptr});
  }
  void carry_out(const DropCalls& action) { qmi.drop_calls(action.reason); }
  void carry_out(const ChangeSurroundings& action) { qmi.change(action.what); }
  void carry_out(const Say& action) { say_to_all(action.port, {action.text.begin(), action.text.end()}); }
  void carry_out(const SetSerial& action) { set_voices(action.voices); }
  void carry_out(const SetModem& action) {
    qmi.set(action);
    if (!action.usb.empty()) set_usb(action.usb);
  }
  void carry_out(const DeliverSms& action) { qmi.deliver_sms(action); }
  void carry_out(const Indicate& action) { qmi.indicate(action); }
  void carry_out(const SendRaw& action) { qmi.send_raw(action); }
  void carry_out(const HangUp& action) { hang_up(action.port); }
  void carry_out(const Arm& action) {
    for (const auto* rule : rules.named(action.rules)) arm(*rule, action.arm);
  }

  void answer(ConnectionId connection, const qmi::Message& request) {
    const Rule* rule = rules.match(request);
    const Tamper* tamper = nullptr;
    std::optional<qmi::Message> scripted;
    if (rule != nullptr) {
      act(*rule);
      for (const auto& action : rule->actions) {
        if (!is_done_to_message(action)) continue;
        journal.add({.what = What::rule, .text = in_words(*rule, action)});
        if (std::holds_alternative<Drop>(action)) return;
        if (const auto* done = std::get_if<Tamper>(&action)) tamper = done;
        if (const auto* fail = std::get_if<Fail>(&action)) {
          scripted = response(request, fail->error, filled_in(fail->tlvs, rules.captured()));
        }
        if (const auto* fixed = std::get_if<Answer>(&action)) {
          scripted = response(request, 0, filled_in(fixed->tlvs, rules.captured()));
        }
      }
    }
    if (scripted) {
      qmi.answer(connection, request, std::move(*scripted), rule, tamper);
    } else {
      qmi.pass_on(connection, request, rule, tamper);
    }
  }

  // --- ports come and go

  void plug_in() {
    plugged_in = true;
    if (ports_come_by_host) {
      journal.put({.what = Output::What::plug_in});
    } else {
      for (const auto port : ports) register_port(port);
    }
    if (!qmi.modem().powered() && !usb.boot_loader) qmi.power_on();
  }

  void unplug(const Unplug& how, const char* why = "unplugged") {
    plugged_in = false;
    in_reset.clear();
    if (ports_come_by_host) journal.put({.what = Output::What::unplug});
    for (const auto port : ports) unregister_port(port, why);
    qmi.power_off();
    if (how.back_after) timeline.put(journal.time() + *how.back_after, {Timeline::Due::What::plug_in, nullptr});
  }

  // A host that takes part tells by itself what becomes of the ports.
  void reset() {
    if (ports_come_by_host) {
      if (plugged_in) journal.put({.what = Output::What::reset});
      return;
    }
    for (const auto port : ports) {
      if (!is_registered(port)) continue;
      in_reset.push_back(port);
      unregister_port(port);
    }
    timeline.put(journal.time() + kResetTakes, {Timeline::Due::What::end_reset, nullptr});
  }

  void end_reset() {
    for (const auto port : std::exchange(in_reset, {})) register_port(port);
  }

  /// With firmware and without, it is another device: it leaves the bus as the one and comes back as the other.
  void set_usb(const Changes<modem::UsbFaults>& changes) {
    auto next = usb;
    make(changes, next);
    const bool anew = plugged_in && next.boot_loader != usb.boot_loader;
    if (anew) unplug({}, "off the bus");
    usb = next;
    journal.put({.what = Output::What::set_usb, .usb = usb});
    if (anew) plug_in();
  }

  void hang_up(PortName port) {
    const auto open = port == PortName::qmi ? qmi.connections().all_open() : all_of(serial.open_of(port));
    for (const auto connection : open) {
      journal.put({.what = Output::What::hang_up, .port = port, .connection = connection});
      close(port, connection);
    }
  }

  template <class Connections>
  static std::vector<ConnectionId> all_of(const Connections& open) {
    return {open.begin(), open.end()};
  }

  [[nodiscard]] bool is_registered(PortName port) const { return registered.contains(port); }

  void register_port(PortName port) {
    if (!registered.insert(port).second) return;
    journal.add({.what = What::registered, .port = port});
    journal.put({.what = Output::What::register_port, .port = port});
    if (port == PortName::qmi) journal.pass(Milestone::registered);
  }

  void unregister_port(PortName port, std::string by_whom = "by the host") {
    if (registered.erase(port) == 0) return;
    journal.add({.what = What::unregistered, .port = port, .text = std::move(by_whom)});
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
    set_off(rules.opened_or_closed(port, true));
    return true;
  }

  void close(PortName port, ConnectionId connection) {
    if (port == PortName::qmi) {
      const bool was_open = qmi.connections().opening(connection).has_value();
      qmi.close(connection, "");
      if (was_open) set_off(rules.opened_or_closed(port, false));
    } else if (serial.close(port, connection, journal.time())) {
      journal.add({.what = What::closed, .port = port, .connection = connection});
      set_off(rules.opened_or_closed(port, false));
    }
  }

  void set_off(const std::vector<const Rule*>& met) {
    for (const auto* rule : met) act(*rule);
  }

  // --- serial ports

  void receive_serial(PortName port, ConnectionId connection, qmi::ByteView bytes) {
    journal.add(
        {.what = What::serial_in, .port = port, .connection = connection, .bytes = {bytes.begin(), bytes.end()}});
    set_off(rules.received(port, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
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
    for (const auto port : serial.ports()) {
      if (serial.port(port).says_nmea()) say_to_all(port, {text.begin(), text.end()});
    }
  }

  void set_voices(const serial::Voices& voices) {
    for (const auto& [port, voice] : voices) serial.port(port).set_voice(voice, journal.time());
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
  state_->plug_in();
  return state_->end();
}

void ScriptedModem::ports_come_by_host() { state_->ports_come_by_host = true; }

std::vector<Output> ScriptedModem::registered(PortName port, Instant now) {
  state_->begin(now);
  state_->register_port(port);
  return state_->end();
}

std::vector<Output> ScriptedModem::unregistered(PortName port, Instant now) {
  state_->begin(now);
  state_->unregister_port(port);
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
  const auto met = state_->rules.said(line);
  state_->journal.add({.what = What::client_says, .text = std::move(line)});
  state_->set_off(met);
  return state_->end();
}

std::vector<Output> ScriptedModem::kernel_said(std::string line, Instant now) {
  state_->begin(now);
  state_->journal.add({.what = What::kernel_says, .text = std::move(line)});
  return state_->end();
}

std::vector<Output> ScriptedModem::client_exited(int status, std::string in_words, Instant now) {
  state_->begin(now);
  state_->data.tell();
  state_->journal.add({.what = What::client_exited, .text = std::move(in_words), .status = status});
  state_->journal.pass(Milestone::client_exits);
  return state_->end();
}

std::vector<Output> ScriptedModem::moved(std::uint32_t handle, const modem::Traffic& more, std::uint64_t lost,
                                         Instant now) {
  state_->begin(now);
  state_->data.moved(more, lost);
  state_->qmi.count_traffic(handle, more);
  return state_->end();
}

std::vector<Output> ScriptedModem::dhcp_answered(Instant now) {
  state_->begin(now);
  state_->journal.add(change_in_modem(Milestone::dhcp_answered));
  state_->journal.pass(Milestone::dhcp_answered);
  return state_->end();
}

std::vector<Output> ScriptedModem::advance(Instant now) {
  state_->begin(now);
  return state_->end();
}

std::optional<Instant> ScriptedModem::next_deadline() const { return state_->next_deadline(); }

const modem::Modem& ScriptedModem::modem() const { return state_->qmi.modem(); }

}  // namespace modembench::bench
