// More of what libfaketime leaves (read and tried with 0.9.10 on glibc 2.36): it has timer_settime and timer_gettime
// under the versions they had before glibc 2.34 only, so that coreutils' timeout, for one, waits by the machine's
// clock; and it has no sigtimedwait, no sem_clockwait and no pthread_cond_clockwait, by which C++ waits.
//
// It lives inside programs that aren't ours: no allocation, nothing thrown, no C++ library.

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>

#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

constexpr long long kNanoseconds = 1000000000;

long long speed() {
  const char* text = std::getenv("MODEMBENCH_SPEED");
  const long long value = text != nullptr ? std::strtoll(text, nullptr, 10) : 1;
  return value > 0 ? value : 1;
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

bool valid(const timespec& time) { return time.tv_sec >= 0 && time.tv_nsec >= 0 && time.tv_nsec < kNanoseconds; }

/// Longer than that (146 years) is as good as for ever, and would be too long to count in nanoseconds.
constexpr time_t kLongest = kNanoseconds * 9 / 2;

timespec divided(timespec time) {
  if (time.tv_sec > kLongest) time.tv_sec = kLongest;
  const long long wall = (time.tv_sec * kNanoseconds + time.tv_nsec + speed() - 1) / speed();
  return {static_cast<time_t>(wall / kNanoseconds), static_cast<long>(wall % kNanoseconds)};
}

/// A moment on the client's clock as one on the machine's; what is past stays past.
timespec to_wall(clockid_t clock, const timespec& until) {
  timespec client{};
  timespec wall{};
  clock_gettime(clock, &client);  // libfaketime's
  syscall(SYS_clock_gettime, clock, &wall);
  timespec left{until.tv_sec - client.tv_sec, until.tv_nsec - client.tv_nsec};
  if (left.tv_nsec < 0) {
    left.tv_nsec += kNanoseconds;
    --left.tv_sec;
  }
  if (left.tv_sec < 0) return wall;
  left = divided(left);
  wall.tv_sec += left.tv_sec;
  wall.tv_nsec += left.tv_nsec;
  if (wall.tv_nsec >= kNanoseconds) {
    wall.tv_nsec -= kNanoseconds;
    ++wall.tv_sec;
  }
  return wall;
}

}  // namespace

extern "C" {

// The next one is libfaketime's, which does what is to be done.
int timer_settime(timer_t timer, int flags, const itimerspec* wanted, itimerspec* before) {
  static const auto faked = next<int (*)(timer_t, int, const itimerspec*, itimerspec*)>("timer_settime");
  return faked(timer, flags, wanted, before);
}

int timer_gettime(timer_t timer, itimerspec* value) {
  static const auto faked = next<int (*)(timer_t, itimerspec*)>("timer_gettime");
  return faked(timer, value);
}

int sigtimedwait(const sigset_t* set, siginfo_t* info, const timespec* wanted) {
  static const auto real = next<int (*)(const sigset_t*, siginfo_t*, const timespec*)>("sigtimedwait");
  if (wanted == nullptr || !valid(*wanted)) return real(set, info, wanted);
  const timespec wall = divided(*wanted);
  return real(set, info, &wall);
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock, const timespec* until) {
  static const auto real =
      next<int (*)(pthread_cond_t*, pthread_mutex_t*, clockid_t, const timespec*)>("pthread_cond_clockwait");
  if (!valid(*until)) return real(condition, mutex, clock, until);
  const timespec wall = to_wall(clock, *until);
  return real(condition, mutex, clock, &wall);
}

// libfaketime's own sem_timedwait never comes to its end (tried).
int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* until) {
  static const auto real = next<int (*)(sem_t*, clockid_t, const timespec*)>("sem_clockwait");
  if (!valid(*until)) return real(semaphore, clock, until);
  const timespec wall = to_wall(clock, *until);
  return real(semaphore, clock, &wall);
}

int sem_timedwait(sem_t* semaphore, const timespec* until) { return sem_clockwait(semaphore, CLOCK_REALTIME, until); }

}  // extern "C"
