#pragma once

#include "emulator/instant.hpp"

namespace modembench::modem {

/// `start` + `after`, but at most the end of time, and never before `start`.
constexpr Instant later(Instant start, Duration after) {
  if (after <= Duration::zero()) return start;
  return after > Instant::max() - start ? Instant::max() : start + after;
}

}  // namespace modembench::modem
