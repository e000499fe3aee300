#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace modembench::bench {

/// A whole number as a file says it, before it is known where it must fit.
struct WholeNumber {
  bool negative = false;
  std::uint64_t magnitude = 0;
};

/// "12", "-3" or "0x1f"; nothing for anything else, and for what 64 bits don't hold.
[[nodiscard]] std::optional<WholeNumber> parse_whole_number(std::string_view text);

}  // namespace modembench::bench
