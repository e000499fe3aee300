#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace modembench::bench {

/// "2012-03-01 12:00:00".
inline constexpr std::string_view kMomentShape = "0000-00-00 00:00:00";
/// "2012-06-18T12:00:00Z", RFC 3339.
inline constexpr std::string_view kUtcShape = "0000-00-00T00:00:00Z";

/// When GPS time began, and with it the clock of Qualcomm's modems.
inline constexpr std::chrono::sys_seconds kGpsEpoch =
    std::chrono::sys_days(std::chrono::year(1980) / std::chrono::January / 6);

/// A moment of a calendar, in one of those shapes; nothing for other text, and for days that no calendar has.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_moment(std::string_view text, std::string_view shape);

}  // namespace modembench::bench
