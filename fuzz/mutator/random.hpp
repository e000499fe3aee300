#pragma once

#include <cstddef>
#include <cstdint>

namespace modembench::fuzz {

/// SplitMix64's mixing step (Steele, Lea, Flood 2014): every bit of the result depends on every bit of `x`.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  return mixed(mixed(a + 0x9E3779B97F4A7C15U) ^ b);
}

/// Numbers that are the same from the same seed on every machine: SplitMix64, without the standard library's
/// distributions, which may differ from one library to the next.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : state_(seed) {}

  constexpr std::uint64_t next() { return mixed(state_ += 0x9E3779B97F4A7C15U); }
  /// 0 … end - 1; 0 where end is 0. (The bias of the remainder is below 2^-32 for what is drawn here.)
  constexpr std::size_t below(std::size_t end) { return end == 0 ? 0 : static_cast<std::size_t>(next() % end); }
  constexpr bool one_in(std::size_t count) { return below(count) == 0; }
  constexpr std::uint8_t byte() { return static_cast<std::uint8_t>(next() >> 56U); }

  template <class Range>
  constexpr auto& pick(Range& range) {
    return range[below(std::size(range))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace modembench::fuzz
