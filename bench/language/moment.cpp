#include "bench/language/moment.hpp"

#include <array>
#include <charconv>
#include <cstddef>

#include "emulator/ascii.hpp"

namespace modembench::bench {
namespace {

bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (shape[i] == '0' ? !ascii::is_digit(text[i]) : text[i] != shape[i]) return false;
  }
  return true;
}

}  // namespace

std::optional<std::chrono::sys_seconds> parse_moment(std::string_view text, std::string_view shape) {
  using namespace std::chrono;
  if (!has_shape(text, shape)) return std::nullopt;
  constexpr std::array<std::size_t, 6> kBegins = {0, 5, 8, 11, 14, 17};
  std::array<unsigned, 6> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto* begin = text.data() + kBegins[i];
    std::from_chars(begin, begin + (i == 0 ? 4 : 2), parts[i]);
  }
  const auto [of_year, of_month, of_day, of_hour, of_minute, of_second] = parts;
  const year_month_day date{year(static_cast<int>(of_year)), month(of_month), day(of_day)};
  if (!date.ok() || of_hour > 23 || of_minute > 59 || of_second > 59) return std::nullopt;
  return sys_days(date) + hours(of_hour) + minutes(of_minute) + seconds(of_second);
}

}  // namespace modembench::bench
