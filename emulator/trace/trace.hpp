#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "emulator/trace/event.hpp"

namespace modembench::trace {

/// What happened, in order. Keeps at most `kMaxEvents`; what comes after that is counted, not kept.
class Trace {
 public:
  /// A flood of a million events is about 200 MB; no run that a person reads comes near it.
  static constexpr std::size_t kMaxEvents = 1'000'000;

  /// Called with every event as it is added, e.g. to print it.
  using Listener = std::function<void(const Event&)>;

  void listen(Listener listener) { listener_ = std::move(listener); }
  void add(Event event);
  [[nodiscard]] const std::vector<Event>& events() const { return events_; }
  [[nodiscard]] std::size_t lost() const { return lost_; }

 private:
  std::vector<Event> events_;
  std::size_t lost_ = 0;
  Listener listener_;
};

/// One event on one line, without a line end:
///   "   0.512  qmi      -> WDS Start Network  (client id 3, transaction 1)  apn \"internet\""
/// Times are seconds with milliseconds; "->" is host to modem, "<-" modem to host.
[[nodiscard]] std::string to_text(const Event& event);

}  // namespace modembench::trace
