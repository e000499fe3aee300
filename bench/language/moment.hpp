#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace modembench::bench {

/// The shape of "2012-03-01 12:00:00".
inline constexpr std::string_view kMomentShape = "0000-00-00 00:00:00";
/// The shape of "2012-06-18T12:00:00Z" (RFC 3339).
inline constexpr std::string_view kUtcShape = "0000-00-00T00:00:00Z";

/// The moment at which GPS time began. The clock of Qualcomm's modems counts from it.
inline constexpr std::chrono::sys_seconds kGpsEpoch =
    std::chrono::sys_days(std::chrono::year(1980) / std::chrono::January / 6);

/// Reads a moment in UTC. A 0 in `shape` stands for a digit, any other character for itself. Returns nothing for a text
/// of another shape and for a day or time that no calendar has.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_moment(std::string_view text, std::string_view shape);

}  // namespace modembench::bench
