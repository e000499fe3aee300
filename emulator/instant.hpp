#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace modembench {

/// A length of time on the modem's clock; microseconds are finer than any timer a client has.
using Duration = std::chrono::microseconds;

/// A length of time that isn't negative, rounded down to milliseconds.
[[nodiscard]] constexpr std::uint64_t whole_milliseconds(Duration time) {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

/// A length of time in seconds, with their fraction.
[[nodiscard]] constexpr double in_seconds(auto time) { return std::chrono::duration<double>(time).count(); }

/// The modem's clock: it begins with the run. The rooms that do no I/O get a moment of it as a parameter and never ask
/// for it: the machine's and a virtual clock look the same to them.
struct ModemClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<ModemClock>;
  static constexpr bool is_steady = true;
};

/// A moment on the modem's clock. Two of them are a Duration apart; they can't be added.
using Instant = ModemClock::time_point;

/// The earlier one of those that are there.
[[nodiscard]] constexpr std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b) {
  if (!a || !b) return a ? a : b;
  return *b < *a ? b : a;
}

}  // namespace modembench
