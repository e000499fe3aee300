// The alarm of a process, which tells by SIGALRM: alarm(2), setitimer(2).

#include <cerrno>
#include <ctime>

#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "client_under_test/clock_preload/system_call.hpp"
#include "client_under_test/clock_preload/timer_slots.hpp"

using namespace modembench::clock_preload;

namespace {

// alarm(2) and setitimer(2) share one, which a process keeps when it becomes another program.
TimerSlot* alarm_of_this_process(bool make) {
  const int process = getpid();
  for (auto& timer : shared()->timers) {
    if (timer.process == process && timer.kind == static_cast<std::int32_t>(TimerKind::signal)) return &timer;
  }
  TimerSlot* const timer = make ? take_timer(TimerKind::signal, -1) : nullptr;
  if (timer != nullptr) timer->signal = SIGALRM;
  return timer;
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

int setitimer(__itimer_which_t which, const itimerval* wanted, itimerval* before) {
  if (which != ITIMER_REAL || shared() == nullptr) {
    return static_cast<int>(system_call(SYS_setitimer, which, wanted, before));
  }
  if (wanted != nullptr && (wanted->it_value.tv_sec < 0 || wanted->it_interval.tv_sec < 0 ||
                            static_cast<unsigned long>(wanted->it_value.tv_usec) >= 1'000'000 ||
                            static_cast<unsigned long>(wanted->it_interval.tv_usec) >= 1'000'000)) {
    return refuse(EINVAL);
  }
  const Nanoseconds value = wanted != nullptr ? length(&wanted->it_value) : 0;
  TimerSlot* const timer = alarm_of_this_process(value != 0);
  if (before != nullptr) {
    *before = {};
    if (timer != nullptr) *before = {as_timeval(timer->interval), as_timeval(left_of(*timer))};
  }
  if (timer == nullptr) return value == 0 ? 0 : refuse(EAGAIN);
  if (value == 0) {
    give_back(*timer);
  } else {
    set(*timer, after(value), length(&wanted->it_interval));
  }
  return 0;
}

int getitimer(__itimer_which_t which, itimerval* value) {
  if (which != ITIMER_REAL || shared() == nullptr) return static_cast<int>(system_call(SYS_getitimer, which, value));
  const TimerSlot* const timer = alarm_of_this_process(false);
  *value = {};
  if (timer != nullptr) *value = {as_timeval(timer->interval), as_timeval(left_of(*timer))};
  return 0;
}

unsigned alarm(unsigned seconds) {
  const itimerval wanted{.it_interval = {}, .it_value = {static_cast<time_t>(seconds), 0}};
  itimerval before{};
  if (setitimer(ITIMER_REAL, &wanted, &before) != 0) return 0;
  const auto left = static_cast<unsigned>(before.it_value.tv_sec);
  // Rounded, but never to "there was none".
  const bool up = before.it_value.tv_usec >= 500'000 || (left == 0 && before.it_value.tv_usec > 0);
  return left + (up ? 1 : 0);
}

useconds_t ualarm(useconds_t value, useconds_t interval) {
  const auto as_time = [](useconds_t time) {
    return timeval{static_cast<time_t>(time / 1'000'000), static_cast<suseconds_t>(time % 1'000'000)};
  };
  const itimerval wanted{as_time(interval), as_time(value)};
  itimerval before{};
  if (setitimer(ITIMER_REAL, &wanted, &before) != 0) return static_cast<useconds_t>(-1);
  return static_cast<useconds_t>(before.it_value.tv_sec * 1'000'000 + before.it_value.tv_usec);
}

}  // extern "C"
#pragma GCC visibility pop
