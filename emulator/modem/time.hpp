#pragma once

#include <algorithm>
#include <optional>

#include "emulator/instant.hpp"

namespace modembench::modem {

/// `start` + `after`; at the end of time rather than beyond it, and never before `start`.
constexpr Instant later(Instant start, Duration after) {
  if (after <= Duration::zero()) return start;
  return after > Instant::max() - start ? Instant::max() : start + after;
}

/// The earlier one of those that are there.
constexpr std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace modembench::modem
