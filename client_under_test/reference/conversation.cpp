#include "client_under_test/reference/conversation.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "emulator/instant.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace modembench::client_under_test::reference {
namespace {

namespace ctl = qmi::ctl;
using qmi::MessageKind;
using Kind = Trouble::Kind;

bool answers(const qmi::Header& response, const qmi::Header& request) {
  return response.kind == MessageKind::response && response.service == request.service &&
         response.client == request.client && response.transaction == request.transaction &&
         response.message == request.message;
}

}  // namespace

std::uint8_t Conversation::client_id_of(std::uint8_t service) const {
  const auto id = client_ids_.find(service);
  return id != client_ids_.end() ? id->second : std::uint8_t{0};
}

// One count for all services: an answer that comes too late is no answer to the next request, whatever its service.
std::uint16_t Conversation::next_count(std::uint8_t service) const {
  // The control service's transactions are its lower 8 bits; 0 is for indications.
  auto next = static_cast<std::uint16_t>(count_ + 1);
  if (next == 0 || (service == ctl::service && (next & 0xFF) == 0)) ++next;
  return next;
}

std::uint16_t Conversation::next_transaction(std::uint8_t service) const {
  const auto next = next_count(service);
  return service == ctl::service ? static_cast<std::uint16_t>(next & 0xFF) : next;
}

std::uint16_t Conversation::send(qmi::Message& request) {
  request.header.transaction = next_transaction(request.header.service);
  count_ = next_count(request.header.service);
  if (auto bytes = qmi::encode(request)) {
    desk_.put({.kind = Action::Kind::send, .bytes = std::move(*bytes)});
  } else {
    desk_.say(
        fmt::format("{} can't be put into bytes: {}", qmi::message_name(request.header), bytes.error().to_string()));
  }
  return request.header.transaction;
}

Task<Result<qmi::Message>> Conversation::ask(qmi::Message request, Duration limit) {
  const auto transaction = send(request);
  const Instant until = desk_.now() + limit;
  for (;;) {
    auto next = co_await message(until);
    if (!next) co_return tl::unexpected(next.error());
    if (!*next) break;
    if (answers((*next)->header, request.header)) {
      if (!(*next)->error())
        co_return tl::unexpected(
            Trouble{Kind::refused, qmi::message_name(request.header) + ": answer without a result"});
      if (has_error(**next, qmi::ErrorCode::InvalidClientId) && request.header.service != ctl::service) {
        co_return tl::unexpected(
            Trouble{Kind::id_unknown, qmi::message_name(request.header) + ": InvalidClientId (7)"});
      }
      co_return std::move(**next);
    }
    const auto aside = put_aside(std::move(**next));
    if (!aside) co_return tl::unexpected(aside.error());
  }
  if (request.header.service == ctl::service && request.header.message == ctl::allocate_cid::id) {
    abandoned_.push_back(transaction);
  }
  co_return tl::unexpected(Trouble{
      Kind::silent, fmt::format("{}: no answer within {}s", qmi::message_name(request.header), in_seconds(limit))});
}

Task<Result<qmi::Message>> Conversation::ask_again(qmi::Message request, Duration limit, unsigned tries) {
  for (;;) {
    auto answer = co_await ask(request, limit);
    if (answer || answer.error().kind != Kind::silent) co_return answer;
    if (--tries == 0) co_return answer;
    desk_.say(answer.error().why + ", asks again");
  }
}

Task<Result<std::optional<qmi::Message>>> Conversation::indication(Instant until) {
  for (;;) {
    if (!indications_.empty()) {
      qmi::Message first = std::move(indications_.front());
      indications_.pop_front();
      co_return first;
    }
    auto next = co_await message(until);
    if (!next || !*next) co_return next;
    const auto aside = put_aside(std::move(**next));
    if (!aside) co_return tl::unexpected(aside.error());
  }
}

Task<Result<std::optional<qmi::Message>>> Conversation::message(Instant until) {
  while (inbox_.empty()) {
    const Event event = co_await desk_.next(until);
    switch (event.kind) {
      case Event::Kind::received:
        take_in(event.bytes);
        break;
      case Event::Kind::hung_up:
        co_return tl::unexpected(Trouble{Kind::hung_up, "endpoint hangup: the port is gone"});
      case Event::Kind::told_to_stop:
        co_return tl::unexpected(Trouble{Kind::stopped, "told to stop"});
      case Event::Kind::time:
        co_return std::nullopt;
      default:
        break;
    }
  }
  qmi::Message first = std::move(inbox_.front());
  inbox_.pop_front();
  co_return first;
}

void Conversation::take_in(const qmi::Bytes& bytes) {
  stream_.append(bytes);
  for (;;) {
    auto frame = stream_.next();
    // What can't begin a frame is left out: the stream goes on behind it.
    if (!frame) {
      ignore(frame.error().to_string());
      continue;
    }
    if (!*frame) return;
    if (auto message = qmi::decode(**frame)) {
      inbox_.push_back(std::move(*message));
    } else {
      ignore(message.error().to_string());
    }
  }
}

bool Conversation::is_to_us(const qmi::Header& header) const {
  const auto ours = client_ids_.find(header.service);
  return ours != client_ids_.end() && (header.client == ours->second || header.client == qmi::kEveryClient);
}

Done Conversation::put_aside(qmi::Message message) {
  const auto& header = message.header;
  if (take_back(message)) return {};
  // Of one that was taken back nobody waits for the answer.
  const bool release = header.service == ctl::service && header.message == ctl::release_cid::id;
  if (release && header.kind == MessageKind::response) return {};
  if (header.kind != MessageKind::indication) {
    ignore(fmt::format("nobody waits for {}", qmi::describe(message)));
    return {};
  }
  if (header.service == ctl::service && header.message == ctl::sync::id) {
    return tl::unexpected(Trouble{Kind::ids_gone, "CTL Sync indication: the modem has begun anew"});
  }
  const auto invalid = qmi::tlv_in(message, &ctl::invalid_cid::Indication::release_info);
  if (invalid && has(*invalid)) {
    return tl::unexpected(Trouble{Kind::ids_gone, "CTL Invalid CID indication about ours"});
  }
  if (!is_to_us(header)) return {};
  if (indications_.size() == kMaxKept) indications_.pop_front();
  indications_.push_back(std::move(message));
  return {};
}

void Conversation::ignore(const std::string& what) {
  if (ignored_ >= kMaxIgnored) return;
  ++ignored_;
  desk_.say(fmt::format("ignored: {}{}", what, ignored_ == kMaxIgnored ? " (and no more of this is told)" : ""));
}

}  // namespace modembench::client_under_test::reference
