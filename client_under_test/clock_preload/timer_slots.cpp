#include "client_under_test/clock_preload/timer_slots.hpp"

namespace modembench::clock_preload {

Nanoseconds left_of(const TimerSlot& timer) {
  const Nanoseconds deadline = timer.deadline;
  if (deadline == kNotWaiting) return 0;
  return deadline <= now() ? 1 : deadline - now();
}

void set(TimerSlot& timer, Nanoseconds deadline, Nanoseconds interval) {
  timer.deadline = kNotWaiting;
  timer.interval = interval;
  timer.overruns = 0;
  timer.deadline = deadline;
}

itimerspec value_of(const TimerSlot& timer) {
  return {.it_interval = as_timespec(timer.interval), .it_value = as_timespec(left_of(timer))};
}

bool is_valid(const itimerspec& value) { return is_valid(value.it_value) && is_valid(value.it_interval); }

Nanoseconds deadline_of(const itimerspec& value, clockid_t clock, bool absolute) {
  if (value.it_value.tv_sec == 0 && value.it_value.tv_nsec == 0) return kNotWaiting;
  return absolute ? moment(clock, value.it_value) : after(length(&value.it_value));
}

}  // namespace modembench::clock_preload
