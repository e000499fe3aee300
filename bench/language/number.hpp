#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace modembench::bench {

/// A whole number as a file gives it. The range that it must fit isn't known yet.
struct WholeNumber {
  bool negative = false;
  std::uint64_t magnitude = 0;
};

/// Reads a whole number: "12", "-3" or "0x1f". Returns nothing for any other text and for a magnitude of more than 64
/// bits.
[[nodiscard]] std::optional<WholeNumber> parse_whole_number(std::string_view text);

}  // namespace modembench::bench
