#include <optional>
#include <utility>

#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/schema.hpp"
#include "fuzz/mutator/generate.hpp"
#include "fuzz/mutator/work.hpp"

/// What the headers say, and whole messages.
namespace modembench::fuzz {

namespace {

bool message_id(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr) return false;
  const qmi::ServiceSpec* service = qmi::find_service(message->service);
  auto id = static_cast<std::uint16_t>(work.random.next());
  if (service != nullptr && !service->messages.empty() && !work.random.one_in(4)) {
    id = work.random.pick(service->messages).id;
  }
  if (id == message->message) ++id;
  work.say("message {} -> {}", qmi::message_name(message->service, message->message),
           qmi::message_name(message->service, id));
  message->message = id;
  return true;
}

/// The SDU header of CTL is another than that of the other services: SDU flags follow.
bool service(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr || work.draft.framing.bare) return false;
  const qmi::MessageKind kind = message->kind();
  const auto all = qmi::services();
  std::uint8_t id = work.random.one_in(4) ? work.random.byte() : work.random.pick(all).id;
  if (id == message->service) ++id;
  work.say("service {} -> {}", qmi::service_name(message->service), qmi::service_name(id));
  message->service = id;
  message->sdu_flags = qmi::sdu_flags(id, kind);
  return true;
}

bool client_id(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr || work.draft.framing.bare) return false;
  const std::uint8_t all[] = {0, qmi::kEveryClient, static_cast<std::uint8_t>(message->client + 1), work.random.byte()};
  const std::uint8_t id = work.random.pick(all);
  work.say("client id {} -> {}", message->client, id);
  return std::exchange(message->client, id) != id;
}

bool transaction(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr) return false;
  const auto number = static_cast<std::uint16_t>(extreme(work.random, 2, message->transaction));
  work.say("transaction {} -> {}", message->transaction, number);
  message->transaction = number;
  return true;
}

bool message_kind(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr) return false;
  const std::uint8_t all[] = {0, 1, 2, 3, 4, 6, 0xFF, work.random.byte()};
  const std::uint8_t flags = work.random.pick(all);
  work.say("SDU flags 0x{:02x} -> 0x{:02x}", message->sdu_flags, flags);
  return std::exchange(message->sdu_flags, flags) != flags;
}

/// The service of the message, another, or the one that bare messages have; null if it has no messages.
const qmi::ServiceSpec* some_service(Work& work, const DraftMessage* like) {
  const auto all = qmi::services();
  const bool bare = work.draft.framing.bare;
  const qmi::ServiceSpec* service = bare              ? qmi::find_service(work.draft.framing.service)
                                    : like == nullptr ? nullptr
                                                      : qmi::find_service(like->service);
  if (!bare && (service == nullptr || service->messages.empty() || work.random.one_in(3)))
    service = &work.random.pick(all);
  return service == nullptr || service->messages.empty() ? nullptr : service;
}

/// A message of the schema that a modem says, mostly of the same service.
std::optional<DraftMessage> another(Work& work, const DraftMessage* like) {
  const qmi::ServiceSpec* service = some_service(work, like);
  if (service == nullptr) return std::nullopt;
  const qmi::MessageSpec& spec = work.random.pick(service->messages);
  const bool indication = spec.has_indication && (!spec.has_request || work.random.one_in(2));
  const Form form = work.random.one_in(3) ? Form::full : Form::random;
  DraftMessage message = some_message(
      service->id, spec, indication ? qmi::MessageKind::indication : qmi::MessageKind::response, form, work.random);
  if (like != nullptr) {
    if (service->id != qmi::kControlService) message.client = like->client;
    message.transaction = indication ? std::uint16_t{0} : like->transaction;
  }
  message.key = work.new_key();
  return message;
}

std::string words(const DraftMessage& message) {
  return fmt::format("{} {}", qmi::message_name(message.service, message.message),
                     message.kind() == qmi::MessageKind::indication ? "indication" : "response");
}

bool fresh_message(Work& work) {
  DraftMessage* message = work.message();
  std::optional<DraftMessage> fresh = another(work, message);
  if (!fresh) return false;
  work.say("{} in its place", words(*fresh));
  if (message == nullptr) {
    work.draft.messages.push_back(std::move(*fresh));
  } else {
    fresh->key = message->key;
    fresh->before = std::move(message->before);
    *message = std::move(*fresh);
  }
  return true;
}

/// The same once more, or another of the schema.
bool another_message(Work& work) {
  const DraftMessage* message = work.message();
  if (message == nullptr) return false;
  std::optional<DraftMessage> more = work.random.one_in(3) ? std::optional(*message) : another(work, message);
  if (!more) return false;
  more->key = work.new_key();
  more->before.clear();
  work.say("{} after it", words(*more));
  const auto at = message - work.draft.messages.data();
  work.draft.messages.insert(work.draft.messages.begin() + at + 1, std::move(*more));
  return true;
}

}  // namespace

Mutate messages_of(Kind kind) {
  switch (kind) {
    case Kind::message_id:
      return message_id;
    case Kind::service:
      return service;
    case Kind::client_id:
      return client_id;
    case Kind::transaction:
      return transaction;
    case Kind::message_kind:
      return message_kind;
    case Kind::fresh_message:
      return fresh_message;
    case Kind::another_message:
      return another_message;
    default:
      return nullptr;
  }
}

}  // namespace modembench::fuzz
