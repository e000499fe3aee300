#pragma once

#include <cstdint>

#include "bench/plan/trigger.hpp"
#include "emulator/split_mix.hpp"

namespace modembench::bench {

/// Draws what a scenario leaves open, the same for the same seed on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : numbers_(seed) {}

  /// Nothing is drawn where nothing is open: fixed times leave the sequence alone.
  [[nodiscard]] Duration draw(const Span& span) {
    const auto width = span.most - span.least;
    if (width <= Duration{0}) return span.least;
    return span.least +
           Duration{static_cast<std::int64_t>(numbers_.next() % (static_cast<std::uint64_t>(width.count()) + 1))};
  }
  [[nodiscard]] bool happens(unsigned percent) { return percent >= 100 || numbers_.next() % 100 < percent; }

 private:
  SplitMix numbers_;
};

}  // namespace modembench::bench
