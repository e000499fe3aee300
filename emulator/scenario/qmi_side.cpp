#include "emulator/scenario/qmi_side.hpp"

#include <fmt/format.h>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/scenario/milestone.hpp"

namespace modembench::scenario {
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

std::string name_of(const qmi::Message& message) {
  const auto name = qmi::message_name(message.header.service, message.header.message);
  return (is_response(message) ? "the answer to " : "the indication ") + name;
}

}  // namespace

void QmiSide::power_on() {
  modem_.power_on(journal_.time());
  take_happenings();
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
    if (!journal_.wanted()) return on_request_(connection, *message);
    const auto request = std::make_shared<const qmi::Message>(std::move(*message));
    journal_.add({.what = What::request, .connection = connection, .bytes = std::move(frame), .message = request});
    return on_request_(connection, *request);
  }
  const auto header = qmi::decode_header(frame);
  journal_.add({.what = What::bad_frame,
                .connection = connection,
                .bytes = std::move(frame),
                .text = message ? "only a modem sends responses and indications" : message.error().to_string()});
  if (!header || header->kind != qmi::Kind::request) return;
  await_answer(connection, *header, Duration{0});
  route({modem_.refuse_malformed(*header)});
}

void QmiSide::pass_on(ConnectionId connection, const qmi::Message& request, Duration delay) {
  await_answer(connection, request.header, delay);
  route(modem_.receive(request, journal_.time()));
  take_happenings();
}

void QmiSide::answer(ConnectionId connection, const qmi::Message& request, qmi::Message response, Duration delay) {
  await_answer(connection, request.header, delay);
  route({std::move(response)});
}

void QmiSide::drop_calls(std::uint16_t reason) {
  route(modem_.drop_calls(reason, journal_.time()));
  take_happenings();
}

void QmiSide::change(const modem::Surroundings& surroundings) {
  route(modem_.change(surroundings, journal_.time()));
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

void QmiSide::set(const SetNetwork& changes) {
  auto signal = modem_.signal();
  auto registration = modem_.registration();
  make(changes.signal, signal);
  make(changes.registration, registration);
  route(modem_.set_signal(signal, journal_.time()));
  route(modem_.set_registration(registration, journal_.time()));
  take_happenings();
}

void QmiSide::close(ConnectionId connection, std::string why) {
  if (!connections_.close(connection)) return;
  journal_.add({.what = What::closed, .connection = connection, .text = std::move(why)});
  journal_.pass(Milestone::port_closed);
}

std::optional<Instant> QmiSide::next_deadline() const {
  const auto next = modem_.next_deadline();
  if (held_back_.empty()) return next;
  const Instant held_back = held_back_.begin()->first;
  return next ? std::min(*next, held_back) : held_back;
}

void QmiSide::step(Instant due) {
  if (modem_.next_deadline() == due) {
    route(modem_.advance(due));
    take_happenings();
  } else if (!held_back_.empty()) {
    auto first = held_back_.extract(held_back_.begin());
    send(std::move(first.mapped()));
  }
}

// Who has been hung up by a rule can't be answered; what was asked is done all the same.
void QmiSide::await_answer(ConnectionId connection, const qmi::Header& request, Duration delay) {
  if (connections_.opening(connection)) connections_.asked(request, {connection, delay});
}

/// To whom it concerns. What a request causes comes after its answer, also if that is held back.
void QmiSide::route(std::vector<qmi::Message> messages) {
  Duration delay{0};
  for (auto& message : messages) {
    if (!is_response(message)) {
      const auto listeners = connections_.listeners(message.header);
      if (listeners.empty()) note_lost(message);
      for (const auto connection : listeners) hold_back(connection, message, delay);
    } else if (const auto asker = connections_.take_asker(message.header)) {
      connections_.learn(message, asker->connection);
      delay = asker->delay;
      hold_back(asker->connection, std::move(message), delay);
    } else {
      note_lost(message);
    }
  }
}

void QmiSide::hold_back(ConnectionId connection, qmi::Message message, Duration delay) {
  HeldBack one{connection, connections_.opening(connection).value_or(0), std::move(message)};
  if (delay == Duration{0}) return send(std::move(one));
  if (held_back_.size() < kMaxHeldBack) {
    held_back_.emplace(journal_.time() + delay, std::move(one));
  } else {
    journal_.note(fmt::format("{} is lost: {} answers are held back already", name_of(one.message), kMaxHeldBack));
  }
}

void QmiSide::send(HeldBack one) {
  if (connections_.opening(one.connection) != one.opening) return note_lost(one.message);
  auto bytes = qmi::encode(one.message);
  if (!bytes) {
    return journal_.note(
        fmt::format("{} can't be put into bytes: {}", name_of(one.message), bytes.error().to_string()));
  }
  if (journal_.wanted()) {
    const auto what = is_response(one.message) ? What::response : What::indication;
    journal_.add({.what = what,
                  .connection = one.connection,
                  .bytes = *bytes,
                  .message = std::make_shared<const qmi::Message>(std::move(one.message))});
  }
  journal_.put({.what = Output::What::send, .connection = one.connection, .bytes = std::move(*bytes)});
}

void QmiSide::note_lost(const qmi::Message& message) {
  journal_.note(fmt::format(
      "{} is lost: {}", name_of(message),
      is_response(message) ? "who asked has closed the port" : "who uses its client id has closed the port"));
}

void QmiSide::take_happenings() {
  for (const auto happening : modem_.take_happenings()) {
    const auto milestone = milestone_of(happening);
    journal_.add({.what = What::modem, .text = std::string(to_string(milestone))});
    journal_.pass(milestone);
  }
}

}  // namespace modembench::scenario
