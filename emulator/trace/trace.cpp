#include "emulator/trace/trace.hpp"

#include <utility>

#include <fmt/format.h>

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
  if (event.kind == EventKind::client_says && is_left_out(event)) return;
  const bool ended = event.kind == EventKind::client_exited;
  const Instant at = event.at;
  keep(std::move(event));
  if (!ended || lines_left_out_ == 0) return;
  add({.at = at, .text = fmt::format("{} lines of the client were not kept", lines_left_out_)});
}

bool Trace::is_left_out(const Event& event) {
  const std::size_t size = sizeof(Event) + event.text.size();
  if (lines_left_out_ == 0 && size <= kMaxSaid - said_) {
    said_ += size;
    return false;
  }
  if (++lines_left_out_ == 1) {
    add({.at = event.at,
         .text = fmt::format("the client has said {} MiB, the most that is kept of a run", kMaxSaid >> 20)});
  }
  return true;
}

void Trace::keep(Event event) {
  const std::size_t size = size_of(event);
  if (lost_ > 0 || events_.size() == kMaxEvents || size > kMaxBytes - bytes_) {
    ++lost_;
    return;
  }
  bytes_ += size;
  events_.push_back(std::move(event));
}

}  // namespace modembench::trace
