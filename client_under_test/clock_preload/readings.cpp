// What tells the time.

#include <cerrno>
#include <ctime>

#include <sys/time.h>
#include <sys/timeb.h>
#include <sys/times.h>
#include <unistd.h>

#include "client_under_test/clock_preload/client_time.hpp"
#include "client_under_test/clock_preload/system_call.hpp"

using namespace modembench::clock_preload;

namespace {

// Nanoseconds since that clock's beginning.
Nanoseconds read(clockid_t clock) {
  count_look();
  Nanoseconds base = 0;
  (void)base_of(clock, base);
  return base + now();
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

int clock_gettime(clockid_t clock, timespec* time) {
  Nanoseconds base = 0;
  if (!has_clock() || !base_of(clock, base)) return static_cast<int>(system_call(SYS_clock_gettime, clock, time));
  *time = as_timespec(read(clock));
  return 0;
}

int clock_getres(clockid_t clock, timespec* resolution) {
  Nanoseconds base = 0;
  if (!has_clock() || !base_of(clock, base)) return static_cast<int>(system_call(SYS_clock_getres, clock, resolution));
  if (resolution != nullptr) *resolution = {0, 1};
  return 0;
}

int gettimeofday(timeval* time, void* zone) {
  if (!has_clock()) return static_cast<int>(system_call(SYS_gettimeofday, time, zone));
  // Declared never to be null; programs that only want the zone know better.
  timeval* volatile place = time;
  if (place != nullptr) *place = as_timeval(read(CLOCK_REALTIME));
  if (zone != nullptr) system_call(SYS_gettimeofday, nullptr, zone);
  return 0;
}

time_t time(time_t* place) {
  timespec seconds{};
  clock_gettime(CLOCK_REALTIME, &seconds);
  if (place != nullptr) *place = seconds.tv_sec;
  return seconds.tv_sec;
}

int timespec_get(timespec* time, int base) {
  if (base != TIME_UTC) return 0;
  clock_gettime(CLOCK_REALTIME, time);
  return base;
}

int ftime(timeb* time) {
  timespec exact{};
  clock_gettime(CLOCK_REALTIME, &exact);
  time->time = exact.tv_sec;
  time->millitm = static_cast<unsigned short>(exact.tv_nsec / 1'000'000);
  time->timezone = time->dstflag = 0;
  return 0;
}

clock_t times(tms* computed) {
  const long ticks = system_call(SYS_times, computed);
  if (ticks < 0 || !has_clock()) return ticks;
  return static_cast<clock_t>(read(CLOCK_MONOTONIC) / (kSecond / sysconf(_SC_CLK_TCK)));
}

}  // extern "C"
#pragma GCC visibility pop
