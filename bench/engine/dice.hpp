#pragma once

#include <cstdint>

#include "bench/plan/trigger.hpp"

namespace modembench::bench {

/// Draws what a scenario leaves open, the same for the same seed on every machine: SplitMix64 (Steele, Lea, Flood
/// 2014), as the standard library's distributions may differ from one to the next.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  /// Nothing is drawn where nothing is open: fixed times leave the sequence alone.
  [[nodiscard]] Duration draw(const Span& span) {
    const auto width = span.most - span.least;
    if (width <= Duration{0}) return span.least;
    return span.least + Duration{static_cast<std::int64_t>(next() % (static_cast<std::uint64_t>(width.count()) + 1))};
  }
  [[nodiscard]] bool happens(unsigned percent) { return percent >= 100 || next() % 100 < percent; }

 private:
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

  std::uint64_t state_;
};

}  // namespace modembench::bench
