#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "emulator/trace/event.hpp"

namespace modembench::trace {

/// What happened in a run, in order. A trace keeps at most `kMaxEvents` events, and what they hold up to `kMaxBytes`;
/// further events are counted, not kept. The client's lines after the first `kMaxSaid` bytes of them aren't kept
/// either, whatever else comes: a note tells of that, and another how many lines those were when the client has ended.
class Trace {
 public:
  /// A flood of a million events is about 200 MB; no run that a person reads comes near it.
  static constexpr std::size_t kMaxEvents = 1'000'000;
  static constexpr std::size_t kMaxBytes = 64 << 20;
  static constexpr std::size_t kMaxSaid = 4 << 20;

  /// Whether events are kept, for a run that is judged at its end, or not, for one without an end, whose events are
  /// only listened to.
  enum class Keep : std::uint8_t { events, nothing };

  Trace() = default;
  explicit Trace(Keep keep) : keep_(keep) {}

  /// Called with every event as it is added, even if it isn't kept; e.g. to print it.
  using Listener = std::function<void(const Event&)>;

  void listen(Listener listener) { listener_ = std::move(listener); }
  void add(Event event);
  /// Whether an event is kept or listened to. If not, it need not be made.
  [[nodiscard]] bool wanted() const { return keep_ == Keep::events || listener_; }
  [[nodiscard]] const std::vector<Event>& events() const { return events_; }
  [[nodiscard]] std::size_t lost() const { return lost_; }
  /// How many lines of the client weren't kept.
  [[nodiscard]] std::size_t lines_left_out() const { return lines_left_out_; }

 private:
  void keep(Event event);
  [[nodiscard]] bool is_left_out(const Event& event);

  Keep keep_ = Keep::events;
  std::vector<Event> events_;
  std::size_t bytes_ = 0;
  std::size_t lost_ = 0;
  std::size_t said_ = 0;
  std::size_t lines_left_out_ = 0;
  Listener listener_;
};

/// One event on one line, without a line end:
///   "   0.512  qmi      -> WDS Start Network  (client id 3, transaction 1)  apn \"internet\""
/// Times are seconds with milliseconds; "->" is host to modem, "<-" modem to host. A port's connections other
/// than its first show their number: "qmi#2". Control characters are escaped, long bytes are cut.
[[nodiscard]] std::string to_text(const Event& event);
/// The parts of that line: the port or party whose doing the event is ("qmi#2", "client", "rule"), and what it was.
[[nodiscard]] std::string who(const Event& event);
[[nodiscard]] std::string words(const Event& event);

/// A time in seconds: "0.512" for 512 ms. What is finer than a millisecond is cut off.
[[nodiscard]] std::string seconds(Duration time);
[[nodiscard]] inline std::string seconds(Instant at) { return seconds(at.time_since_epoch()); }

}  // namespace modembench::trace
