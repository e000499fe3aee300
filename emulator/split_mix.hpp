#pragma once

#include <cstdint>

/// SplitMix64 (Steele, Lea, Flood 2014): numbers that are the same from the same seed on every machine, as those of the
/// standard library's distributions may not be.
namespace modembench {

/// The mixing step of SplitMix64: every bit of the result depends on every bit of `x`.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

class SplitMix {
 public:
  /// What each number's seed is above the one before it: 2^64 by the golden ratio, made odd.
  static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15U;

  explicit constexpr SplitMix(std::uint64_t seed) : state_(seed) {}
  constexpr std::uint64_t next() { return mixed(state_ += kStep); }

 private:
  std::uint64_t state_;
};

}  // namespace modembench
