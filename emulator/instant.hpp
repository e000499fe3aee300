#pragma once

#include <chrono>
#include <cstdint>

namespace modembench {

/// A length of time on the modem's clock; microseconds are finer than any timer a client has.
using Duration = std::chrono::microseconds;

/// A moment on the modem's clock, counted from the start of the run.
/// The rooms that do no I/O get it as a parameter and never ask for it: a real, a stretched and a
/// virtual clock look the same to them.
using Instant = std::chrono::microseconds;

}  // namespace modembench
