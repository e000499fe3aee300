#include "bench/plan/duration.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>

#include <fmt/format.h>

#include "emulator/ascii.hpp"

namespace modembench::bench {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t microseconds;
};
constexpr std::array<Unit, 4> kUnits{{{"us", 1}, {"ms", 1'000}, {"s", 1'000'000}, {"m", 60'000'000}}};

constexpr std::size_t kMostDigits = 11;

std::size_t count_digits(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && ascii::is_digit(text[count])) ++count;
  return count;
}

/// An exact fraction: `digits` / 10^`decimals`.
struct Decimal {
  std::int64_t digits = 0;
  std::size_t decimals = 0;
};

const Unit* find_unit(std::string_view name) {
  for (const auto& unit : kUnits) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

tl::expected<Duration, std::string> times_unit(Decimal number, const Unit& unit, std::string_view text) {
  std::int64_t divisor = 1;
  for (std::size_t i = 0; i < number.decimals; ++i) divisor *= 10;
  // At most kMostDigits digits and 6e7: far below what 64 bits hold.
  const std::int64_t product = number.digits * unit.microseconds;
  if (product % divisor != 0) return tl::unexpected(fmt::format("{} is finer than a microsecond", text));
  const Duration duration{product / divisor};
  if (duration > kLongestTime) return tl::unexpected(fmt::format("{} is longer than a day", text));
  return duration;
}

}  // namespace

tl::expected<Duration, std::string> parse_duration(std::string_view text) {
  constexpr std::string_view kExample = "should be a time such as 3s or 250ms";
  if (text.starts_with('-')) return tl::unexpected(fmt::format("a time can't be negative: {}", text));
  const std::size_t whole = count_digits(text);
  if (whole == 0) return tl::unexpected(fmt::format("{}, is \"{}\"", kExample, text));
  if (text.substr(whole).starts_with("..")) return tl::unexpected(fmt::format("{}, is a range: {}", kExample, text));
  std::string digits(text.substr(0, whole));
  std::size_t decimals = 0;
  std::string_view rest = text.substr(whole);
  if (rest.starts_with('.')) {
    decimals = count_digits(rest.substr(1));
    if (decimals == 0) return tl::unexpected(fmt::format("{}, is \"{}\"", kExample, text));
    digits += rest.substr(1, decimals);
    rest.remove_prefix(1 + decimals);
  }
  if (rest.empty()) return tl::unexpected(fmt::format("a time needs a unit: {0}s, {0}ms", text));
  if (rest.find("..") != std::string_view::npos)
    return tl::unexpected(fmt::format("{}, is a range: {}", kExample, text));
  const Unit* unit = find_unit(rest);
  if (unit == nullptr) return tl::unexpected(fmt::format("\"{}\" is no unit of time; there are us, ms, s and m", rest));
  if (digits.size() > kMostDigits)
    return tl::unexpected(fmt::format("{} has more digits than any time here needs", text));
  return times_unit({std::strtoll(digits.c_str(), nullptr, 10), decimals}, *unit, text);
}

std::string to_string(Duration duration) {
  const auto microseconds = duration.count();
  const Unit& unit = microseconds >= 1'000'000 || microseconds == 0 ? kUnits[2]
                     : microseconds >= 1'000                        ? kUnits[1]
                                                                    : kUnits[0];
  const auto whole = microseconds / unit.microseconds;
  auto rest = microseconds % unit.microseconds;
  std::string text = std::to_string(whole);
  if (rest != 0) {
    text.push_back('.');
    for (auto scale = unit.microseconds / 10; rest != 0; scale /= 10) {
      text += std::to_string(rest / scale);
      rest %= scale;
    }
  }
  return text.append(unit.name);
}

std::string to_string(const Span& span) {
  if (span.least == span.most) return to_string(span.least);
  return fmt::format("{}..{}", to_string(span.least), to_string(span.most));
}

}  // namespace modembench::bench
