#pragma once

#include <ctime>

#include "client_under_test/clock_preload/client_time.hpp"

/// What all timers of a program have in common, whatever they tell by: the bench keeps them, as it is the one who knows
/// when they are due.
namespace modembench::clock_preload {

/// The time until a timer is due: 0 if it is stopped, at least a nanosecond otherwise.
[[nodiscard]] Nanoseconds left_of(const TimerSlot& timer);
/// Sets a timer to a moment, or stops it (kNotWaiting); `interval` is 0 for one that is due once.
void set(TimerSlot& timer, Nanoseconds deadline, Nanoseconds interval);
/// A timer as the kernel tells it: its interval and the time that is left.
[[nodiscard]] itimerspec value_of(const TimerSlot& timer);
[[nodiscard]] bool is_valid(const itimerspec& value);
/// The moment at which a timer of `clock` is due that is set to `value`; kNotWaiting if that stops it.
[[nodiscard]] Nanoseconds deadline_of(const itimerspec& value, clockid_t clock, bool absolute);

}  // namespace modembench::clock_preload
