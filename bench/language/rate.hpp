#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

/// Data rates as a file writes them, a number that may have decimals and its unit: 14.4 Mbit/s, 125 kB/s.
namespace modembench::bench {

/// The highest rate that a file may give, in bit/s; far above that of any modem of this kind.
inline constexpr std::uint64_t kHighestRate = 1'000'000'000;

/// Reads a data rate. Returns it in bit/s, or says in words what is wrong with the text and what would be right. "0"
/// needs no unit.
[[nodiscard]] tl::expected<std::uint64_t, std::string> parse_rate(std::string_view text);

}  // namespace modembench::bench
