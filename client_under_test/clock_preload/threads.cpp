// What threads wait for of each other, with a limit: the kernel's word for it is futex(2), which no descriptor ends, so
// that it is waited in slices (what is waited for stays true, so that none is missed between two). And the kernel's
// calls by their number, as GLib waits.

#include <cerrno>
#include <cstdarg>

#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <unistd.h>

#include "client_under_test/clock_preload/client_time.hpp"
#include "client_under_test/clock_preload/system_call.hpp"

using namespace modembench::clock_preload;

namespace {

// `wait` waits to the end of a slice, by CLOCK_MONOTONIC of the machine; its result is an error number.
template <class Wait>
int wait_in_slices(Nanoseconds until, Wait wait) {
  SlicedWait waiting(until);
  for (;;) {
    const timespec end = SlicedWait::next_end(CLOCK_MONOTONIC);
    const int error = wait(&end);
    if (error != ETIMEDOUT || waiting.is_over()) return error;
  }
}

int clock_lock(pthread_mutex_t* mutex, Nanoseconds until) {
  static const auto real = next<int (*)(pthread_mutex_t*, clockid_t, const timespec*)>("pthread_mutex_clocklock");
  return wait_in_slices(until, [&](const timespec* end) { return real(mutex, CLOCK_MONOTONIC, end); });
}

int semaphore_wait(sem_t* semaphore, Nanoseconds until) {
  static const auto real = next<int (*)(sem_t*, clockid_t, const timespec*)>("sem_clockwait");
  const int error = wait_in_slices(
      until, [&](const timespec* end) { return real(semaphore, CLOCK_MONOTONIC, end) == 0 ? 0 : errno; });
  if (error == 0) return 0;
  errno = error;
  return -1;
}

int clock_join(pthread_t thread, void** result, Nanoseconds until) {
  static const auto real = next<int (*)(pthread_t, void**, clockid_t, const timespec*)>("pthread_clockjoin_np");
  return wait_in_slices(until, [&](const timespec* end) { return real(thread, result, CLOCK_MONOTONIC, end); });
}

bool futex_waits(int operation) {
  const int command = operation & FUTEX_CMD_MASK;
  return command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET;
}

long futex_wait(long word, int operation, long value, const timespec& time, long bits) {
  const bool relative = (operation & FUTEX_CMD_MASK) == FUTEX_WAIT;
  const clockid_t clock = (operation & FUTEX_CLOCK_REALTIME) != 0 ? CLOCK_REALTIME : CLOCK_MONOTONIC;
  const long set = relative ? static_cast<long>(FUTEX_BITSET_MATCH_ANY) : bits;
  const int plain = FUTEX_WAIT_BITSET | (operation & FUTEX_PRIVATE_FLAG);
  const int error = wait_in_slices(relative ? after(length(&time)) : moment(clock, time), [&](const timespec* end) {
    return system_call(SYS_futex, word, plain, value, end, 0L, set) < 0 ? errno : 0;
  });
  if (error == 0) return 0;
  errno = error;
  return -1;
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

int pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* at) {
  if (shared() != nullptr && is_valid(*at)) return clock_lock(mutex, moment(CLOCK_REALTIME, *at));
  static const auto real = next<int (*)(pthread_mutex_t*, const timespec*)>("pthread_mutex_timedlock");
  return real(mutex, at);
}

int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock, const timespec* at) {
  if (shared() != nullptr && is_valid(*at)) return clock_lock(mutex, moment(clock, *at));
  static const auto real = next<int (*)(pthread_mutex_t*, clockid_t, const timespec*)>("pthread_mutex_clocklock");
  return real(mutex, clock, at);
}

int sem_timedwait(sem_t* semaphore, const timespec* at) {
  if (shared() != nullptr && is_valid(*at)) return semaphore_wait(semaphore, moment(CLOCK_REALTIME, *at));
  static const auto real = next<int (*)(sem_t*, const timespec*)>("sem_timedwait");
  return real(semaphore, at);
}

int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* at) {
  if (shared() != nullptr && is_valid(*at)) return semaphore_wait(semaphore, moment(clock, *at));
  static const auto real = next<int (*)(sem_t*, clockid_t, const timespec*)>("sem_clockwait");
  return real(semaphore, clock, at);
}

int pthread_timedjoin_np(pthread_t thread, void** result, const timespec* at) {
  if (shared() != nullptr && is_valid(*at)) return clock_join(thread, result, moment(CLOCK_REALTIME, *at));
  static const auto real = next<int (*)(pthread_t, void**, const timespec*)>("pthread_timedjoin_np");
  return real(thread, result, at);
}

int pthread_clockjoin_np(pthread_t thread, void** result, clockid_t clock, const timespec* at) {
  if (shared() != nullptr && is_valid(*at)) return clock_join(thread, result, moment(clock, *at));
  static const auto real = next<int (*)(pthread_t, void**, clockid_t, const timespec*)>("pthread_clockjoin_np");
  return real(thread, result, clock, at);
}

int sigtimedwait(const sigset_t* set, siginfo_t* info, const timespec* time) {
  const auto wait = [&](const timespec* slice) {
    return static_cast<int>(system_call(SYS_rt_sigtimedwait, set, info, slice, kSignalBytes));
  };
  if (time == nullptr || shared() == nullptr || !is_valid(*time)) return wait(time);
  constexpr timespec kNow{};
  if (const int signal = wait(&kNow); signal > 0 || length(time) == 0) return signal;
  SlicedWait waiting(after(length(time)));
  for (;;) {
    const int signal = wait(&SlicedWait::kSlice);
    if (signal > 0 || errno != EAGAIN || waiting.is_over()) return signal;
  }
}

long syscall(long number, ...) {
  va_list list;
  va_start(list, number);
  long a[6];
  for (long& one : a) one = va_arg(list, long);
  va_end(list);
  const auto* const time = reinterpret_cast<const timespec*>(a[3]);
  if (number == SYS_futex && futex_waits(static_cast<int>(a[1])) && time != nullptr && shared() != nullptr &&
      is_valid(*time)) {
    return futex_wait(a[0], static_cast<int>(a[1]), a[2], *time, a[5]);
  }
  switch (number) {
    case SYS_execve:
      return execve(reinterpret_cast<const char*>(a[0]), reinterpret_cast<char* const*>(a[1]),
                    reinterpret_cast<char* const*>(a[2]));
    case SYS_clock_gettime:
      return clock_gettime(static_cast<clockid_t>(a[0]), reinterpret_cast<timespec*>(a[1]));
    case SYS_gettimeofday:
      return gettimeofday(reinterpret_cast<timeval*>(a[0]), reinterpret_cast<struct timezone*>(a[1]));
    case SYS_nanosleep:
      return nanosleep(reinterpret_cast<const timespec*>(a[0]), reinterpret_cast<timespec*>(a[1]));
    case SYS_clock_nanosleep: {
      const int error = clock_nanosleep(static_cast<clockid_t>(a[0]), static_cast<int>(a[1]),
                                        reinterpret_cast<const timespec*>(a[2]), reinterpret_cast<timespec*>(a[3]));
      if (error == 0) return 0;
      errno = error;
      return -1;
    }
    default:
      return system_call(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  }
}

}  // extern "C"
#pragma GCC visibility pop
