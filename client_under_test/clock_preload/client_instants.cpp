// Moments and lengths of time on the client's clock, and what programs have them in.

#include "client_under_test/clock_preload/client_time.hpp"

namespace modembench::clock_preload {

Nanoseconds now() { return shared_by_all()->now.load(); }

bool base_of(clockid_t clock, Nanoseconds& base) {
  switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
    case CLOCK_REALTIME_ALARM:
    case CLOCK_TAI:
      base = shared_by_all()->realtime;
      return true;
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_BOOTTIME:
    case CLOCK_BOOTTIME_ALARM:
      base = shared_by_all()->monotonic;
      return true;
    default:
      return false;
  }
}

// Longer than a century is as good as for ever, and would be too long to count.
constexpr time_t kLongest = 100LL * 366 * 86400;

bool is_valid(const timespec& time) { return time.tv_sec >= 0 && time.tv_nsec >= 0 && time.tv_nsec < kSecond; }

Nanoseconds length(const timespec* time) {
  if (time == nullptr || time->tv_sec > kLongest) return kNever;
  return time->tv_sec < 0 ? 0 : time->tv_sec * kSecond + time->tv_nsec;
}

Nanoseconds length(const timeval* time) {
  if (time == nullptr || time->tv_sec > kLongest) return kNever;
  return time->tv_sec < 0 ? 0 : time->tv_sec * kSecond + time->tv_usec * 1000;
}

timespec as_timespec(Nanoseconds time) {
  if (time < 0) time = 0;
  return {static_cast<time_t>(time / kSecond), static_cast<long>(time % kSecond)};
}

timeval as_timeval(Nanoseconds time) {
  const timespec whole = as_timespec(time);
  return {whole.tv_sec, static_cast<suseconds_t>(whole.tv_nsec / 1000)};
}

Nanoseconds after(Nanoseconds length) { return length >= kNever - now() ? kNever : now() + length; }

Nanoseconds moment(clockid_t clock, const timespec& at) {
  Nanoseconds base = 0;
  if (!base_of(clock, base)) base = shared_by_all()->monotonic;
  const Nanoseconds there = length(&at);
  // kNotWaiting is what the first moment would be.
  if (there == kNever) return kNever;
  return there <= base ? 1 : there - base;
}

}  // namespace modembench::clock_preload
