// What libfaketime leaves of a client's clock, for a run that is faster than the wall: it divides alarm(2) as an
// integer, so that 10 s at twenty times the speed is alarm(0), which never comes, and it leaves setitimer(2) alone
// (read and tried with libfaketime 0.9.10). This library stands before it in LD_PRELOAD and takes these calls over.
//
// It lives inside programs that aren't ours: no allocation, nothing thrown, no C++ library.

#include <cstdlib>

#include <dlfcn.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

constexpr long long kMicroseconds = 1000000;

/// How many times faster the client's clock runs; 1 where nobody says.
long long speed() {
  const char* text = std::getenv("MODEMBENCH_SPEED");
  const long long value = text != nullptr ? std::strtoll(text, nullptr, 10) : 1;
  return value > 0 ? value : 1;
}

long long to_microseconds(const timeval& time) { return time.tv_sec * kMicroseconds + time.tv_usec; }

timeval to_timeval(long long microseconds) {
  return {static_cast<time_t>(microseconds / kMicroseconds), static_cast<suseconds_t>(microseconds % kMicroseconds)};
}

/// Rounded up: what is due later must not become "never", which 0 means.
timeval to_wall(const timeval& time) { return to_timeval((to_microseconds(time) + speed() - 1) / speed()); }
timeval to_client(const timeval& time) { return to_timeval(to_microseconds(time) * speed()); }

itimerval to_client(const itimerval& timer) { return {to_client(timer.it_interval), to_client(timer.it_value)}; }

/// The C library's own function of that name: looked up past libfaketime too, which has no setitimer.
template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

int set_scaled(int which, const itimerval* wanted, itimerval* before) {
  static const auto real = next<int (*)(int, const itimerval*, itimerval*)>("setitimer");
  // The others measure what the program computes, which is what it is at any speed.
  if (which != ITIMER_REAL) return real(which, wanted, before);
  itimerval wall{};
  // A broken value (a negative one, say) is for the kernel to refuse.
  if (wanted != nullptr) {
    const bool valid = to_microseconds(wanted->it_value) >= 0 && to_microseconds(wanted->it_interval) >= 0 &&
                       wanted->it_value.tv_usec < kMicroseconds && wanted->it_interval.tv_usec < kMicroseconds;
    wall = valid ? itimerval{to_wall(wanted->it_interval), to_wall(wanted->it_value)} : *wanted;
  }
  const int result = real(which, wanted != nullptr ? &wall : nullptr, before);
  if (result == 0 && before != nullptr) *before = to_client(*before);
  return result;
}

/// As alarm(2) tells what was left: whole seconds, and never 0 for an alarm that was still to come.
unsigned int whole_seconds(const timeval& left) {
  const long long microseconds = to_microseconds(left);
  if (microseconds == 0) return 0;
  const long long rounded = (microseconds + kMicroseconds / 2) / kMicroseconds;
  return static_cast<unsigned int>(rounded > 0 ? rounded : 1);
}

}  // namespace

extern "C" {

int setitimer(__itimer_which_t which, const itimerval* wanted, itimerval* before) {
  return set_scaled(static_cast<int>(which), wanted, before);
}

int getitimer(__itimer_which_t which, itimerval* timer) {
  static const auto real = next<int (*)(int, itimerval*)>("getitimer");
  const int result = real(static_cast<int>(which), timer);
  if (result == 0 && which == ITIMER_REAL) *timer = to_client(*timer);
  return result;
}

unsigned int alarm(unsigned int seconds) {
  const itimerval wanted{{}, {static_cast<time_t>(seconds), 0}};
  itimerval before{};
  return set_scaled(ITIMER_REAL, &wanted, &before) == 0 ? whole_seconds(before.it_value) : 0;
}

useconds_t ualarm(useconds_t value, useconds_t interval) {
  const itimerval wanted{to_timeval(interval), to_timeval(value)};
  itimerval before{};
  return set_scaled(ITIMER_REAL, &wanted, &before) == 0 ? static_cast<useconds_t>(to_microseconds(before.it_value)) : 0;
}

}  // extern "C"
