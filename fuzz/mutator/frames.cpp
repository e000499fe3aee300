#include <algorithm>

#include "emulator/qmi/frame.hpp"
#include "fuzz/mutator/work.hpp"

/// Frames that end too soon or too late, and bytes around them.
namespace modembench::fuzz {

namespace {

bool truncated(Work& work) {
  const std::size_t size = work.draft.bytes().size();
  if (size == 0) return false;
  const std::size_t less =
      work.random.one_in(2) ? 1 + work.random.below(std::min<std::size_t>(size, 4)) : 1 + work.random.below(size);
  work.draft.cut += less;
  work.say("the last {} of {} bytes aren't sent", less, size);
  return true;
}

qmi::Bytes some_bytes(Work& work, std::size_t most) {
  qmi::Bytes bytes(1 + work.random.below(most));
  const bool same = work.random.one_in(3);
  const std::uint8_t one = work.random.one_in(2) ? qmi::kMarker : std::uint8_t{0};
  for (auto& byte : bytes) byte = same ? one : work.random.byte();
  return bytes;
}

/// Counted by QMUX, and by the message or not.
bool extended(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr) return false;
  const qmi::Bytes more = some_bytes(work, 6);
  const bool counted = work.random.one_in(2);
  if (!counted) {
    message->tlv_length = static_cast<std::uint16_t>(message->tlv_length.value_or(
        static_cast<std::uint16_t>(message->sdu_size() + qmi::kQmuxHeader - qmi::header_size(message->service))));
  }
  message->rest.insert(message->rest.end(), more.begin(), more.end());
  work.say("[{}] behind the last TLV, {}counted by the message", qmi::to_hex(more), counted ? "" : "not ");
  return true;
}

/// The bytes of the next message, or of this one again, stand behind its TLVs under its own QMUX header.
bool merged(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr || work.draft.framing.bare) return false;
  const auto at = message - work.draft.messages.data();
  const bool has_next = work.draft.messages.begin() + at + 1 != work.draft.messages.end();
  Draft other{.messages = {has_next ? *(message + 1) : *message}};
  other.messages[0].before.clear();
  const qmi::Bytes bytes = other.bytes();
  message->tlv_length = static_cast<std::uint16_t>(message->tlv_length.value_or(
      static_cast<std::uint16_t>(message->sdu_size() + qmi::kQmuxHeader - qmi::header_size(message->service))));
  message->rest.insert(message->rest.end(), bytes.begin(), bytes.end());
  if (has_next) work.draft.messages.erase(work.draft.messages.begin() + at + 1);
  work.say("{} under the same QMUX header", has_next ? "the next frame" : "the same frame again");
  return true;
}

bool garbage_before(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr) return false;
  const qmi::Bytes more = some_bytes(work, 12);
  message->before.insert(message->before.end(), more.begin(), more.end());
  work.say("[{}] before the frame", qmi::to_hex(more));
  return true;
}

bool garbage_after(Work& work) {
  const qmi::Bytes more = some_bytes(work, 12);
  work.draft.after.insert(work.draft.after.end(), more.begin(), more.end());
  work.say("[{}] after the last frame", qmi::to_hex(more));
  return true;
}

}  // namespace

Mutate frames_of(Kind kind) {
  switch (kind) {
    case Kind::truncated:
      return truncated;
    case Kind::extended:
      return extended;
    case Kind::merged:
      return merged;
    case Kind::garbage_before:
      return garbage_before;
    case Kind::garbage_after:
      return garbage_after;
    default:
      return nullptr;
  }
}

}  // namespace modembench::fuzz
