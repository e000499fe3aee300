#pragma once

#include <cstddef>
#include <cstdint>

#include "emulator/split_mix.hpp"

namespace modembench::fuzz {

using modembench::mixed;

[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  return modembench::mixed(modembench::mixed(a + SplitMix::kStep) ^ b);
}

/// Numbers, places and bytes that are the same from the same seed on every machine.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : numbers_(seed) {}

  constexpr std::uint64_t next() { return numbers_.next(); }
  /// A number from 0 to end - 1; 0 if end is 0. The bias of the remainder is below 2^-32 for what is drawn here.
  constexpr std::size_t below(std::size_t end) { return end == 0 ? 0 : static_cast<std::size_t>(next() % end); }
  constexpr bool one_in(std::size_t count) { return below(count) == 0; }
  constexpr std::uint8_t byte() { return static_cast<std::uint8_t>(next() >> 56U); }

  template <class Range>
  constexpr auto& pick(Range& range) {
    return range[below(std::size(range))];
  }

 private:
  SplitMix numbers_;
};

}  // namespace modembench::fuzz
