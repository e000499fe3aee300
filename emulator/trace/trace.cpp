#include "emulator/trace/trace.hpp"

#include <utility>

namespace modembench::trace {
namespace {

/// What an event holds, roughly. A decoded message is a few times as large as its bytes.
std::size_t size_of(const Event& event) {
  constexpr std::size_t kDecodedPerByte = 8;
  const std::size_t decoded = event.message != nullptr ? kDecodedPerByte * event.bytes.size() : 0;
  return event.bytes.size() + decoded + event.text.size();
}

}  // namespace

void Trace::add(Event event) {
  if (listener_) listener_(event);
  if (keep_ == Keep::nothing) return;
  const std::size_t size = size_of(event);
  if (lost_ > 0 || events_.size() == kMaxEvents || size > kMaxBytes - bytes_) {
    ++lost_;
    return;
  }
  bytes_ += size;
  events_.push_back(std::move(event));
}

}  // namespace modembench::trace
