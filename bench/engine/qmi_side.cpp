#include "bench/engine/qmi_side.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "bench/plan/milestone.hpp"
#include "bench/plan/tampering.hpp"
#include "bench/words/action_words.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

using trace::EventKind;

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
  if (says) say({qmi::indication(qmi::ctl::service, 0, qmi::ctl::sync::id)});
}

QmiSide::Reception QmiSide::receive(ConnectionId connection, qmi::ByteView bytes) {
  auto& stream = connections_.stream(connection);
  Reception reception{connection, connections_.opening(connection), bytes, stream.pending(), 0};
  stream.append(bytes);
  return reception;
}

std::optional<QmiSide::Request> QmiSide::next_request(Reception& reception) {
  // A rule may have unregistered the port in between, and the stream is gone with it.
  if (connections_.opening(reception.connection) != reception.opening) return std::nullopt;
  auto frame = connections_.stream(reception.connection).next_view();
  if (!frame) {
    const auto& [connection, opening, bytes, before, taken, last] = reception;
    hang_up(connection, bytes.subspan(std::min(bytes.size(), taken > before ? taken - before : 0)), frame.error());
    return std::nullopt;
  }
  if (!*frame) return std::nullopt;
  reception.taken += (*frame)->size();
  // A copy: a rule may let the stream go while the request is being answered.
  reception.frame.assign((*frame)->begin(), (*frame)->end());
  return receive_frame(reception.connection, reception.frame);
}

void QmiSide::hang_up(ConnectionId connection, qmi::ByteView bytes, const qmi::Error& error) {
  journal_.add({.kind = EventKind::bad_frame,
                .connection = connection,
                .bytes = {bytes.begin(), bytes.end()},
                .text = error.to_string()});
  journal_.put({.kind = Output::Kind::hang_up, .connection = connection});
  close(connection, "hung up");
}

QmiSide::Request QmiSide::receive_frame(ConnectionId connection, const qmi::Bytes& frame) {
  auto request = qmi::Received::check(frame);
  if (request && request->header().kind == qmi::MessageKind::request) {
    if (journal_.wanted()) {
      journal_.add(
          {.kind = EventKind::request, .connection = connection, .bytes = frame, .message = request->message()});
    }
    return std::move(*request);
  }
  const auto header = qmi::decode_header(frame);
  journal_.add({.kind = EventKind::bad_frame,
                .connection = connection,
                .bytes = frame,
                .text = request ? "only a modem sends responses and indications" : request.error().to_string()});
  if (!header || header->kind != qmi::MessageKind::request) return std::nullopt;
  await_answer(connection, *header, nullptr, nullptr);
  say({modem_.refuse_malformed(*header)});
  return std::nullopt;
}

void QmiSide::pass_on(ConnectionId connection, const qmi::Received& request, const Rule* rule, const Tamper* tamper) {
  if (!modem_.powered()) return;
  await_answer(connection, request.header(), rule, tamper);
  say(modem_.receive(request, journal_.time()));
}

void QmiSide::answer(ConnectionId connection, const qmi::Header& request, qmi::Message response, const Rule* rule,
                     const Tamper* tamper) {
  await_answer(connection, request, rule, tamper);
  say({std::move(response)});
}

void QmiSide::indicate(const Indicate& indicate) {
  qmi::Message message{indicate.header, filled_in(indicate.tlvs, rules_.captured())};
  say({std::move(message)});
}

void QmiSide::send_raw(const SendRaw& raw) {
  for (const auto connection : connections_.all_open()) outgoing_.send_raw(connection, raw.bytes);
}

void QmiSide::drop_calls(std::uint16_t reason) { say(modem_.drop_calls(reason, journal_.time())); }

void QmiSide::change(const modem::Surroundings& surroundings) { say(modem_.change(surroundings, journal_.time())); }

void QmiSide::count_traffic(std::uint32_t handle, const modem::Traffic& more) {
  say(modem_.count_traffic(handle, more, journal_.time()));
}

void QmiSide::ask(const qmi::Message& request) { say(modem_.ask(request, journal_.time())); }

void QmiSide::deliver_sms(const DeliverSms& sms) {
  auto said =
      sms.pdu.empty() ? modem_.deliver_sms(sms.sms, journal_.time()) : modem_.deliver_sms(sms.pdu, journal_.time());
  if (!said) return journal_.note(fmt::format("the SMS is lost: {}", said.error()));
  say(std::move(*said));
}

void QmiSide::set(const modem::SettingsChanges& changes) { say(modem_.apply(changes, journal_.time())); }

void QmiSide::close(ConnectionId connection, std::string why) {
  if (!connections_.close(connection)) return;
  journal_.add({.kind = EventKind::closed, .connection = connection, .text = std::move(why)});
  journal_.pass(Milestone::port_closed);
}

std::optional<Instant> QmiSide::next_deadline() const {
  return earlier(modem_.next_deadline(), outgoing_.next_deadline());
}

void QmiSide::step(Instant due) {
  if (modem_.next_deadline() == due) {
    say(modem_.advance(due));
  } else if (outgoing_.next_deadline() == due) {
    outgoing_.step();
  }
}

// Who has been hung up by a rule can't be answered; what was asked is done all the same.
void QmiSide::await_answer(ConnectionId connection, const qmi::Header& request, const Rule* rule,
                           const Tamper* tamper) {
  if (connections_.opening(connection)) connections_.asked(request, {connection, rule, tamper});
}

Fate QmiSide::fate_of(const qmi::Sendable& message) {
  // The tree of values is made for rules alone.
  const Rule* rule = rules_.has_for_messages() ? rules_.match(*message.message()) : nullptr;
  if (rule == nullptr) return {};
  const Tamper* tamper = rule->tamper ? &*rule->tamper : nullptr;
  if (tamper != nullptr) journal_.add(done_by(*rule, in_words(*rule, *tamper)));
  return {rule, tamper, true};
}

void QmiSide::say(qmi::Said messages) { sayings_.push_back({.messages = std::move(messages)}); }

const Rule* QmiSide::send_next() {
  for (;;) {
    if (const Rule* rule = outgoing_.take_met()) return rule;
    if (sayings_.empty()) return nullptr;
    auto& saying = sayings_.back();
    if (saying.next == saying.messages.size()) {
      sayings_.pop_back();
      take_happenings();
      continue;
    }
    auto message = std::move(saying.messages[saying.next++]);
    send(std::move(message), saying.delay);
  }
}

/// To whom it concerns.
void QmiSide::send(qmi::Sendable message, Duration& delay) {
  if (!message.is_response()) {
    const auto listeners = connections_.listeners(message.header());
    if (listeners.empty()) return outgoing_.note_lost(message.header());
    Fate fate = fate_of(message);
    for (const auto connection : listeners) {
      outgoing_.send(connection, message, fate, delay);
      fate.act = false;
    }
  } else if (const auto asker = connections_.take_asker(message.header())) {
    connections_.learn(message, asker->connection);
    // A rule about the request comes before one about its answer.
    const Fate fate = asker->tamper != nullptr ? Fate{asker->rule, asker->tamper, false} : fate_of(message);
    delay = outgoing_.send(asker->connection, std::move(message), fate, Duration{0});
  } else {
    outgoing_.note_lost(message.header());
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
