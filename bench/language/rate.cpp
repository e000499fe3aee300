#include "bench/language/rate.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "emulator/ascii.hpp"

namespace modembench::bench {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t bits;
};
constexpr std::array<Unit, 6> kUnits{
    {{"bit/s", 1}, {"kbit/s", 1'000}, {"Mbit/s", 1'000'000}, {"B/s", 8}, {"kB/s", 8'000}, {"MB/s", 8'000'000}}};

constexpr std::size_t kMostDigits = 10;

}  // namespace

tl::expected<std::uint64_t, std::string> parse_rate(std::string_view text) {
  constexpr std::string_view kExample = "should be a data rate such as 125 kB/s or 14.4 Mbit/s";
  if (text.starts_with('-')) return tl::unexpected(fmt::format("a data rate can't be negative: {}", text));
  std::uint64_t digits = 0;
  std::uint64_t divisor = 1;
  std::size_t count = 0;
  std::string_view rest = text;
  bool decimals = false;
  for (; !rest.empty() && (ascii::is_digit(rest.front()) || (rest.front() == '.' && !decimals && count > 0));
       rest.remove_prefix(1)) {
    if (rest.front() == '.') {
      decimals = true;
      continue;
    }
    if (++count > kMostDigits)
      return tl::unexpected(fmt::format("{} has more digits than any data rate here needs", text));
    digits = digits * 10 + static_cast<std::uint64_t>(rest.front() - '0');
    if (decimals) divisor *= 10;
  }
  if (count == 0 || (decimals && divisor == 1)) return tl::unexpected(fmt::format("{}, is \"{}\"", kExample, text));
  if (rest.empty() && digits == 0) return 0;
  if (rest.empty()) return tl::unexpected(fmt::format("a data rate needs a unit: {0} kB/s, {0} kbit/s", text));
  if (rest.starts_with(' ')) rest.remove_prefix(1);
  const auto* unit = std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& u) { return u.name == rest; });
  if (unit == kUnits.end()) {
    return tl::unexpected(
        fmt::format("\"{}\" is no unit of data rate; there are bit/s, kbit/s, Mbit/s, B/s, kB/s and MB/s", rest));
  }
  // Ten digits times 8e6 is far below what 64 bits hold.
  const std::uint64_t rate = digits * unit->bits / divisor;
  if (rate > kHighestRate)
    return tl::unexpected(fmt::format("{} is more than {} Mbit/s", text, kHighestRate / 1'000'000));
  return rate;
}

}  // namespace modembench::bench
