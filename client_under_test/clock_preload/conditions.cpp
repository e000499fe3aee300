// Waiting for a condition with a limit. What the kernel waits for then lies within the condition, and a wait that ends
// and begins anew between two looks at the clock could miss what it is woken for. So it waits without a limit; a thread
// of ours wakes it when its time has come, and whoever else waits there for nothing, as may happen at any time.

#include <cerrno>

#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "client_under_test/clock_preload/client_time.hpp"
#include "client_under_test/clock_preload/kept_descriptors.hpp"
#include "client_under_test/clock_preload/system_call.hpp"

using namespace modembench::clock_preload;

namespace {

struct Waiting {
  std::atomic<pthread_cond_t*> condition;  // null: free
  std::atomic<ThreadSlot*> slot;
  std::atomic<bool> woken_now;  // the condition is in use by the waker
};
constexpr unsigned kMaxWaiting = 256;
Waiting g_waiting[kMaxWaiting];

// Whose the waker is: a child of a process has none of its own yet.
std::atomic<int> g_starting;
std::atomic<int> g_started;
int g_waker = -1;  // an eventfd that wakes it

void wake_due() {
  for (auto& one : g_waiting) {
    one.woken_now = true;
    pthread_cond_t* const condition = one.condition;
    const ThreadSlot* const slot = one.slot;
    if (condition != nullptr && slot != nullptr && slot->deadline.load() == kNotWaiting) {
      pthread_cond_broadcast(condition);
    }
    one.woken_now = false;
  }
}

// Once is enough: the bench calls when all sleep, so that whoever waits does so already.
void* wake_for_ever(void*) {
  for (;;) {
    pollfd called{.fd = g_waker, .events = POLLIN, .revents = 0};
    system_call(SYS_ppoll, &called, 1, nullptr, nullptr, kSignalBytes);
    std::uint64_t unused = 0;
    system_call(SYS_read, g_waker, &unused, sizeof unused);
    wake_due();
  }
}

bool start_waker() {
  // Those of a parent's threads, which this process has none of.
  for (auto& one : g_waiting) {
    one.slot = nullptr;
    one.condition = nullptr;
  }
  g_waker = keep(static_cast<int>(system_call(SYS_eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK)));
  if (g_waker < 0) return false;
  // Signals are for the program's own threads.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  static const auto create =
      next<int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)>("pthread_create");
  pthread_t thread{};
  pthread_attr_t detached;
  pthread_attr_init(&detached);
  pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
  const bool started = create(&thread, &detached, wake_for_ever, nullptr) == 0;
  pthread_attr_destroy(&detached);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return started;
}

// The eventfd of this process's waker; -1 if there can't be one.
int waker() {
  const int process = getpid();
  int other = g_starting;
  if (other != process && g_starting.compare_exchange_strong(other, process)) {
    if (!start_waker()) g_waker = -1;
    g_started = process;
  }
  while (g_started != process) system_call(SYS_sched_yield);
  return g_waker;
}

thread_local ThreadSlot* t_slot __attribute__((tls_model("initial-exec"))) = nullptr;
thread_local int t_process __attribute__((tls_model("initial-exec"))) = 0;

// What this thread takes once. It takes long, for who has just started another one and will wait for it: a program that
// relies on being there first is wrong, and there are such (polkitd 122).
void prepare() {
  if (t_process == getpid()) return;
  t_process = getpid();
  t_slot = take_slot_woken_by(waker());
}

// This thread's place among those who wait; null if there is none.
Waiting* take_place(pthread_cond_t* condition, Nanoseconds until) {
  prepare();
  if (t_slot == nullptr) return nullptr;
  for (auto& one : g_waiting) {
    pthread_cond_t* nobody = nullptr;
    if (one.condition != nullptr || !one.condition.compare_exchange_strong(nobody, condition)) continue;
    t_slot->deadline = until;
    one.slot = t_slot;
    return &one;
  }
  return nullptr;
}

// True if its time had come.
bool leave_place(Waiting& place) {
  const bool is_over = place.slot.load()->deadline.exchange(kNotWaiting) == kNotWaiting;
  place.slot = nullptr;
  place.condition = nullptr;
  while (place.woken_now) system_call(SYS_sched_yield);
  return is_over;
}

// As long as no machine runs.
timespec never() {
  timespec time{};
  system_call(SYS_clock_gettime, CLOCK_MONOTONIC, &time);
  time.tv_sec += 1'000'000'000;
  return time;
}

int wait_for(pthread_cond_t* condition, pthread_mutex_t* mutex, Nanoseconds until) {
  using Function = int (*)(pthread_cond_t*, pthread_mutex_t*, clockid_t, const timespec*);
  static const auto real = next<Function>("pthread_cond_clockwait");
  Waiting* const place = until > now() ? take_place(condition, until) : nullptr;
  // Without a limit there is no other clock that it could be waited by.
  timespec limit = place != nullptr || until == kNever ? never() : timespec{};
  const int error = real(condition, mutex, CLOCK_MONOTONIC, &limit);
  if (place != nullptr && leave_place(*place)) return ETIMEDOUT;
  return error;
}

// Which clock a condition's moments are of stands in it where the C library alone can read it: the nearer one it is.
Nanoseconds moment_of_condition(const timespec& at) {
  Nanoseconds real = 0;
  Nanoseconds monotonic = 0;
  (void)base_of(CLOCK_REALTIME, real);
  (void)base_of(CLOCK_MONOTONIC, monotonic);
  const Nanoseconds there = length(&at);
  const auto far = [&](Nanoseconds base) {
    const Nanoseconds distance = there - base - now();
    return distance < 0 ? -distance : distance;
  };
  return moment(far(real) < far(monotonic) ? CLOCK_REALTIME : CLOCK_MONOTONIC, at);
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*body)(void*), void* argument) {
  static const auto real = next<int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)>("pthread_create");
  if (shared() != nullptr) prepare();
  return real(thread, attributes, body, argument);
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec* at) {
  if (shared() != nullptr && is_valid(*at)) return wait_for(condition, mutex, moment_of_condition(*at));
  static const auto real = next<int (*)(pthread_cond_t*, pthread_mutex_t*, const timespec*)>("pthread_cond_timedwait");
  return real(condition, mutex, at);
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock, const timespec* at) {
  if (shared() != nullptr && is_valid(*at)) return wait_for(condition, mutex, moment(clock, *at));
  static const auto real =
      next<int (*)(pthread_cond_t*, pthread_mutex_t*, clockid_t, const timespec*)>("pthread_cond_clockwait");
  return real(condition, mutex, clock, at);
}

}  // extern "C"
#pragma GCC visibility pop
