#pragma once

#include <cstdint>

#include "bench/plan/trigger.hpp"
#include "emulator/split_mix.hpp"

namespace modembench::bench {

/// Draws what a scenario leaves open. The same seed gives the same draws on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : numbers_(seed) {}

  /// A time within `span`. A fixed time draws no number, so that it leaves the sequence of draws alone.
  [[nodiscard]] Duration draw(const Span& span) {
    const auto width = span.most - span.least;
    if (width <= Duration{0}) return span.least;
    return span.least +
           Duration{static_cast<std::int64_t>(numbers_.next() % (static_cast<std::uint64_t>(width.count()) + 1))};
  }
  /// Draws whether something happens that does so in `percent` of a hundred cases. At 100 no number is drawn.
  [[nodiscard]] bool happens(unsigned percent) { return percent >= 100 || numbers_.next() % 100 < percent; }

 private:
  SplitMix numbers_;
};

}  // namespace modembench::bench
