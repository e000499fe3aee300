#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "emulator/instant.hpp"

/// The one grammar of time: a number, with decimals if need be, and its unit: 2.7s, 250ms, 15us, 1m.
namespace modembench::bench {

/// The longest time that a scenario may write; a longer one is a slip of the pen.
inline constexpr Duration kLongestTime = std::chrono::hours(24);

/// The time that `text` says; or in words what is wrong with it and what would be right.
[[nodiscard]] tl::expected<Duration, std::string> parse_duration(std::string_view text);

/// The time in words: "2.743s", "250ms", "15us". Seconds from a second on, milliseconds from a millisecond on.
[[nodiscard]] std::string to_string(Duration duration);

/// A fixed time, "2s", or two times between which the run's seed draws one, "1s..4s".
struct Span {
  Duration least{0};
  Duration most{0};
  bool operator==(const Span&) const = default;
};
/// The span in words: "2s", "1s..4s".
[[nodiscard]] std::string to_string(const Span& span);

}  // namespace modembench::bench
