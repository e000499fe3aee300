#include "bench/language/number.hpp"

#include <charconv>

namespace modembench::bench {

std::optional<WholeNumber> parse_whole_number(std::string_view text) {
  WholeNumber number;
  if (text.starts_with('-')) {
    number.negative = true;
    text.remove_prefix(1);
  }
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  }
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number.magnitude, base);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  if (number.magnitude == 0) number.negative = false;
  return number;
}

}  // namespace modembench::bench
