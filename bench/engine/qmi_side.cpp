#include "bench/engine/qmi_side.hpp"

#include <fmt/format.h>

#include "bench/engine/tampering.hpp"
#include "bench/plan/milestone.hpp"
#include "bench/words/action_words.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

using trace::What;

Milestone milestone_of(modem::Happening happening) {
  switch (happening) {
    case modem::Happening::network_registered:
      return Milestone::network_registered;
    case modem::Happening::network_lost:
      return Milestone::network_lost;
    case modem::Happening::call_connected:
      return Milestone::call_connected;
    case modem::Happening::call_ended:
      return Milestone::call_ended;
  }
  return Milestone::start;
}

bool is_response(const qmi::Message& message) { return message.header.kind == qmi::Kind::response; }

/// What the rule does to a message on its way, or null.
const Tamper* tamper_of(const Rule& rule) {
  for (const auto& action : rule.actions) {
    if (const auto* tamper = std::get_if<Tamper>(&action)) return tamper;
  }
  return nullptr;
}

}  // namespace

void QmiSide::power_on() {
  rebooting_.reset();
  modem_.power_on(journal_.time());
  take_happenings();
}

void QmiSide::power_off() {
  rebooting_.reset();
  outgoing_.forget_all();
  connections_.forget_all();
  modem_.power_off(journal_.time());
  take_happenings();
}

// Whoever listens hears of it when the firmware runs again; what it had to say before is lost.
void QmiSide::reboot(const Reboot& reboot) {
  power_off();
  rebooting_ = reboot;
}

void QmiSide::end_silence() {
  if (!rebooting_) return;
  const Reboot reboot = *rebooting_;
  power_on();
  const bool says = reboot.sync_indication.value_or(modem_.client_id_settings().sync_after_restart);
  if (says) route({qmi::indication(qmi::ctl::service, 0, qmi::ctl::sync::id)});
}

void QmiSide::receive(ConnectionId connection, qmi::ByteView bytes) {
  const auto opening = connections_.opening(connection);
  auto& stream = connections_.stream(connection);
  const std::size_t before = stream.pending();
  std::size_t taken = 0;
  stream.append(bytes);
  // A rule may unregister the port in between, and the stream is gone with it.
  while (connections_.opening(connection) == opening) {
    auto frame = stream.next();
    if (!frame) {
      const auto rest = bytes.subspan(std::min(bytes.size(), taken > before ? taken - before : 0));
      return hang_up(connection, rest, frame.error());
    }
    if (!*frame) return;
    taken += (*frame)->size();
    receive_frame(connection, std::move(**frame));
  }
}

void QmiSide::hang_up(ConnectionId connection, qmi::ByteView bytes, const qmi::Error& error) {
  journal_.add({.what = What::bad_frame,
                .connection = connection,
                .bytes = {bytes.begin(), bytes.end()},
                .text = error.to_string()});
  journal_.put({.what = Output::What::hang_up, .connection = connection});
  close(connection, "hung up");
}

void QmiSide::receive_frame(ConnectionId connection, qmi::Bytes frame) {
  auto message = qmi::decode(frame);
  if (message && message->header.kind == qmi::Kind::request) {
    if (!journal_.wanted()) return hooks_.on_request(connection, *message);
    const auto request = std::make_shared<const qmi::Message>(std::move(*message));
    journal_.add({.what = What::request, .connection = connection, .bytes = std::move(frame), .message = request});
    return hooks_.on_request(connection, *request);
  }
  const auto header = qmi::decode_header(frame);
  journal_.add({.what = What::bad_frame,
                .connection = connection,
                .bytes = std::move(frame),
                .text = message ? "only a modem sends responses and indications" : message.error().to_string()});
  if (!header || header->kind != qmi::Kind::request) return;
  await_answer(connection, *header, nullptr, nullptr);
  route({modem_.refuse_malformed(*header)});
}

void QmiSide::pass_on(ConnectionId connection, const qmi::Message& request, const Rule* rule, const Tamper* tamper) {
  if (!modem_.powered()) return;
  await_answer(connection, request.header, rule, tamper);
  route(modem_.receive(request, journal_.time()));
  take_happenings();
}

void QmiSide::answer(ConnectionId connection, const qmi::Message& request, qmi::Message response, const Rule* rule,
                     const Tamper* tamper) {
  await_answer(connection, request.header, rule, tamper);
  route({std::move(response)});
}

void QmiSide::indicate(const Indicate& indicate) {
  qmi::Message message{indicate.header, filled_in(indicate.tlvs, rules_.captured())};
  route({std::move(message)});
}

void QmiSide::send_raw(const SendRaw& raw) {
  for (const auto connection : connections_.all_open()) outgoing_.send_raw(connection, raw.bytes);
}

void QmiSide::drop_calls(std::uint16_t reason) {
  route(modem_.drop_calls(reason, journal_.time()));
  take_happenings();
}

void QmiSide::change(const modem::Surroundings& surroundings) {
  route(modem_.change(surroundings, journal_.time()));
  take_happenings();
}

void QmiSide::count_traffic(std::uint32_t handle, const modem::Traffic& more) {
  route(modem_.count_traffic(handle, more, journal_.time()));
  take_happenings();
}

void QmiSide::switch_gps(bool on) {
  route(modem_.switch_gps(on, journal_.time()));
  take_happenings();
}

void QmiSide::deliver_sms(const DeliverSms& sms) {
  auto said =
      sms.pdu.empty() ? modem_.deliver_sms(sms.sms, journal_.time()) : modem_.deliver_sms(sms.pdu, journal_.time());
  if (!said) return journal_.note(fmt::format("the SMS is lost: {}", said.error()));
  route(std::move(*said));
  take_happenings();
}

void QmiSide::set(const SetModem& changes) {
  const auto now = journal_.time();
  if (!changes.signal.empty()) {
    auto signal = modem_.signal();
    make(changes.signal, signal);
    route(modem_.set_signal(signal, now));
  }
  if (!changes.registration.empty()) {
    auto registration = modem_.registration();
    make(changes.registration, registration);
    route(modem_.set_registration(registration, now));
  }
  if (!changes.client_ids.empty()) {
    auto client_ids = modem_.client_id_settings();
    make(changes.client_ids, client_ids);
    modem_.set_client_ids(client_ids);
  }
  if (!changes.call.empty()) {
    auto call = modem_.call_settings();
    make(changes.call, call);
    route(modem_.set_call(call, now));
  }
  if (!changes.data.empty()) {
    auto data = modem_.data_settings();
    make(changes.data, data);
    modem_.set_data(data);
  }
  if (!changes.sim.empty()) {
    auto sim = modem_.sim_settings();
    make(changes.sim, sim);
    route(modem_.set_sim(sim, now));
  }
  take_happenings();
}

void QmiSide::close(ConnectionId connection, std::string why) {
  if (!connections_.close(connection)) return;
  journal_.add({.what = What::closed, .connection = connection, .text = std::move(why)});
  journal_.pass(Milestone::port_closed);
}

std::optional<Instant> QmiSide::next_deadline() const {
  return earlier(modem_.next_deadline(), outgoing_.next_deadline());
}

void QmiSide::step(Instant due) {
  if (modem_.next_deadline() == due) {
    route(modem_.advance(due));
    take_happenings();
  } else if (outgoing_.next_deadline() == due) {
    outgoing_.step();
  }
}

// Who has been hung up by a rule can't be answered; what was asked is done all the same.
void QmiSide::await_answer(ConnectionId connection, const qmi::Header& request, const Rule* rule,
                           const Tamper* tamper) {
  if (connections_.opening(connection)) connections_.asked(request, {connection, rule, tamper});
}

Fate QmiSide::fate_of(const qmi::Message& message) {
  const Rule* rule = rules_.match(message);
  if (rule == nullptr) return {};
  const Tamper* tamper = tamper_of(*rule);
  if (tamper != nullptr) journal_.add({.what = What::rule, .text = in_words(*rule, *tamper)});
  return {rule, tamper, true};
}

/// To whom it concerns. What a request causes comes after its answer, also if that is held back.
void QmiSide::route(std::vector<qmi::Message> messages) {
  Duration delay{0};
  for (auto& message : messages) {
    if (!is_response(message)) {
      const auto listeners = connections_.listeners(message.header);
      if (listeners.empty()) outgoing_.note_lost(message);
      Fate fate = listeners.empty() ? Fate{} : fate_of(message);
      for (const auto connection : listeners) {
        outgoing_.send(connection, message, fate, delay);
        fate.act = false;
      }
    } else if (const auto asker = connections_.take_asker(message.header)) {
      connections_.learn(message, asker->connection);
      // A rule about the request comes before one about its answer.
      const Fate fate = asker->tamper != nullptr ? Fate{asker->rule, asker->tamper, false} : fate_of(message);
      delay = outgoing_.send(asker->connection, std::move(message), fate, Duration{0});
    } else {
      outgoing_.note_lost(message);
    }
  }
}

void QmiSide::take_happenings() {
  for (const auto happening : modem_.take_happenings()) {
    const auto milestone = milestone_of(happening);
    journal_.add(change_in_modem(milestone));
    journal_.pass(milestone);
  }
}

}  // namespace modembench::bench
