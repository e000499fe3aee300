// Timers that tell by a signal, or by a descriptor. The bench keeps them all: it is the one who knows when they are
// due.

#include <cerrno>
#include <cstdint>
#include <ctime>

#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "client_under_test/clock_preload/client_time.hpp"
#include "client_under_test/clock_preload/system_call.hpp"

using namespace modembench::clock_preload;

namespace {

int refuse(int error) {
  errno = error;
  return -1;
}

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

bool is_valid(const itimerspec& value) {
  return modembench::clock_preload::is_valid(value.it_value) && modembench::clock_preload::is_valid(value.it_interval);
}

// When a timer of that clock is due that is set to `value`; kNotWaiting: it is stopped.
Nanoseconds deadline_of(const itimerspec& value, clockid_t clock, bool absolute) {
  if (value.it_value.tv_sec == 0 && value.it_value.tv_nsec == 0) return kNotWaiting;
  return absolute ? moment(clock, value.it_value) : after(length(&value.it_value));
}

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

// Of timer_create(2).
struct Created {
  std::atomic<TimerSlot*> slot;
  int process;
  clockid_t clock;
  int called_by;  // where a function is to be called: the descriptor that wakes its thread; else -1
};
constexpr unsigned kMaxCreated = 64;
Created g_created[kMaxCreated];

Created* created(timer_t id) {
  auto* const timer = static_cast<Created*>(id);
  if (timer < g_created || timer >= g_created + kMaxCreated || timer->slot.load() == nullptr) return nullptr;
  // Children don't have their parents' timers.
  return timer->process == getpid() ? timer : nullptr;
}

// What a thread that calls a function has of its timer: it may outlive that for a moment.
struct Call {
  std::atomic<int> descriptor_and_one;  // 0: free
  void (*function)(sigval);
  sigval value;
  std::atomic<bool> ended;
};
Call g_calls[kMaxCreated];

void* call_when_due(void* place) {
  auto& call = *static_cast<Call*>(place);
  const int descriptor = call.descriptor_and_one - 1;
  for (std::uint64_t times = 0; system_call(SYS_read, descriptor, &times, sizeof times) > 0 && !call.ended;) {
    call.function(call.value);
  }
  system_call(SYS_close, descriptor);
  call.descriptor_and_one = 0;
  return nullptr;
}

void end_call(int descriptor) {
  for (auto& call : g_calls) {
    if (call.descriptor_and_one != descriptor + 1) continue;
    call.ended = true;
    const std::uint64_t once = 1;
    system_call(SYS_write, descriptor, &once, sizeof once);
  }
}

TimerSlot* begin_call(Created& timer, const sigevent& event) {
  const int descriptor = static_cast<int>(system_call(SYS_eventfd2, 0, EFD_CLOEXEC));
  if (descriptor < 0) return nullptr;
  TimerSlot* const slot = take_timer(TimerKind::descriptor, descriptor);
  for (auto& call : g_calls) {
    int nobody = 0;
    if (slot == nullptr || !call.descriptor_and_one.compare_exchange_strong(nobody, descriptor + 1)) continue;
    call.function = event.sigev_notify_function;
    call.value = event.sigev_value;
    call.ended = false;
    pthread_t thread{};
    if (pthread_create(&thread, nullptr, call_when_due, &call) != 0) {
      call.descriptor_and_one = 0;
      break;
    }
    pthread_detach(thread);
    timer.called_by = descriptor;
    return slot;
  }
  if (slot != nullptr) give_back(*slot);
  system_call(SYS_close, descriptor);
  return nullptr;
}

TimerSlot* begin(Created& timer, const sigevent& event) {
  TimerSlot* slot = nullptr;
  switch (event.sigev_notify) {
    case SIGEV_SIGNAL:
      slot = take_timer(TimerKind::queued_signal, -1);
      break;
    case SIGEV_THREAD_ID:
      slot = take_timer(TimerKind::thread_signal, -1);
      if (slot != nullptr) slot->thread = event._sigev_un._tid;
      break;
    case SIGEV_THREAD:
      return begin_call(timer, event);
    default:
      // Of one that tells nothing only the value is looked at.
      slot = take_timer(TimerKind::queued_signal, -1);
      if (slot != nullptr) slot->signal = 0;
      return slot;
  }
  if (slot == nullptr) return nullptr;
  slot->signal = event.sigev_signo;
  slot->value = reinterpret_cast<std::uint64_t>(event.sigev_value.sival_ptr);
  return slot;
}

// timerfds: what the program has in its hands is an eventfd, which reads the same; the bench counts it up.
struct TimerDescriptor {
  std::atomic<int> number_and_one;  ///< 0: free
  std::atomic<TimerSlot*> slot;
  clockid_t clock;
};
constexpr unsigned kMaxDescriptors = 128;
TimerDescriptor g_descriptors[kMaxDescriptors];

TimerDescriptor* timer_of(int descriptor) {
  for (auto& timer : g_descriptors) {
    if (timer.number_and_one.load(std::memory_order_relaxed) == descriptor + 1) return &timer;
  }
  return nullptr;
}

void forget_count(int descriptor) {
  pollfd one{.fd = descriptor, .events = POLLIN, .revents = 0};
  timespec none{};
  std::uint64_t unused = 0;
  if (system_call(SYS_ppoll, &one, 1, &none, nullptr, kSignalBytes) > 0) {
    system_call(SYS_read, descriptor, &unused, sizeof unused);
  }
}

}  // namespace

namespace modembench::clock_preload {

void forget_timer_of(int descriptor) {
  // The table of a child of vfork() is its parent's.
  TimerDescriptor* const timer = shared() != nullptr ? timer_of(descriptor) : nullptr;
  if (timer == nullptr) return;
  TimerSlot* const slot = timer->slot.exchange(nullptr);
  timer->number_and_one = 0;
  // A child that closes its copy leaves its parent's timer alone.
  if (slot != nullptr && slot->process == getpid()) give_back(*slot);
}

}  // namespace modembench::clock_preload

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

int timer_create(clockid_t clock, sigevent* event, timer_t* id) {
  Nanoseconds base = 0;
  const bool is_ours = shared() != nullptr && base_of(clock, base);
  sigevent usual{};
  usual.sigev_notify = SIGEV_SIGNAL;
  usual.sigev_signo = SIGALRM;
  for (auto& timer : g_created) {
    if (!is_ours || timer.slot.load() != nullptr) continue;
    timer.process = getpid();
    timer.clock = clock;
    timer.called_by = -1;
    if (event == nullptr) usual.sigev_value.sival_ptr = &timer;
    TimerSlot* const slot = begin(timer, event != nullptr ? *event : usual);
    if (slot == nullptr) return refuse(EAGAIN);
    timer.slot = slot;
    *id = &timer;
    return 0;
  }
  if (is_ours) return refuse(EAGAIN);
  using Function = int (*)(clockid_t, sigevent*, timer_t*);
  const auto real = next<Function>("timer_create");
  return real != nullptr ? real(clock, event, id) : refuse(ENOSYS);
}

int timer_delete(timer_t id) {
  Created* const timer = created(id);
  if (timer == nullptr) {
    const auto real = next<int (*)(timer_t)>("timer_delete");
    return real != nullptr ? real(id) : refuse(EINVAL);
  }
  if (timer->called_by >= 0) end_call(timer->called_by);
  give_back(*timer->slot.exchange(nullptr));
  return 0;
}

int timer_settime(timer_t id, int flags, const itimerspec* wanted, itimerspec* before) {
  Created* const timer = created(id);
  if (timer == nullptr) {
    const auto real = next<int (*)(timer_t, int, const itimerspec*, itimerspec*)>("timer_settime");
    return real != nullptr ? real(id, flags, wanted, before) : refuse(EINVAL);
  }
  if (!is_valid(*wanted)) return refuse(EINVAL);
  TimerSlot& slot = *timer->slot;
  if (before != nullptr) *before = value_of(slot);
  set(slot, deadline_of(*wanted, timer->clock, (flags & TIMER_ABSTIME) != 0), length(&wanted->it_interval));
  return 0;
}

int timer_gettime(timer_t id, itimerspec* value) {
  Created* const timer = created(id);
  if (timer == nullptr) {
    const auto real = next<int (*)(timer_t, itimerspec*)>("timer_gettime");
    return real != nullptr ? real(id, value) : refuse(EINVAL);
  }
  *value = value_of(*timer->slot);
  return 0;
}

int timer_getoverrun(timer_t id) {
  Created* const timer = created(id);
  if (timer != nullptr) return timer->slot.load()->overruns;
  const auto real = next<int (*)(timer_t)>("timer_getoverrun");
  return real != nullptr ? real(id) : refuse(EINVAL);
}

int timerfd_create(int clock, int flags) {
  Nanoseconds base = 0;
  if (shared() == nullptr || !base_of(clock, base)) {
    return static_cast<int>(system_call(SYS_timerfd_create, clock, flags));
  }
  // The flags of both are O_CLOEXEC and O_NONBLOCK.
  const int descriptor = static_cast<int>(system_call(SYS_eventfd2, 0, flags));
  if (descriptor < 0) return -1;
  TimerSlot* const slot = take_timer(TimerKind::descriptor, descriptor);
  for (auto& timer : g_descriptors) {
    int nobody = 0;
    if (slot == nullptr || !timer.number_and_one.compare_exchange_strong(nobody, descriptor + 1)) continue;
    timer.clock = clock;
    timer.slot = slot;
    return descriptor;
  }
  if (slot != nullptr) give_back(*slot);
  system_call(SYS_close, descriptor);
  return refuse(EMFILE);
}

int timerfd_settime(int descriptor, int flags, const itimerspec* wanted, itimerspec* before) {
  TimerDescriptor* const timer = has_clock() ? timer_of(descriptor) : nullptr;
  TimerSlot* const slot = timer != nullptr ? timer->slot.load() : nullptr;
  if (slot == nullptr) {
    return static_cast<int>(system_call(SYS_timerfd_settime, descriptor, flags, wanted, before));
  }
  if (!is_valid(*wanted)) return refuse(EINVAL);
  if (before != nullptr) *before = value_of(*slot);
  forget_count(descriptor);
  set(*slot, deadline_of(*wanted, timer->clock, (flags & TFD_TIMER_ABSTIME) != 0), length(&wanted->it_interval));
  return 0;
}

int timerfd_gettime(int descriptor, itimerspec* value) {
  TimerDescriptor* const timer = has_clock() ? timer_of(descriptor) : nullptr;
  const TimerSlot* const slot = timer != nullptr ? timer->slot.load() : nullptr;
  if (slot == nullptr) return static_cast<int>(system_call(SYS_timerfd_gettime, descriptor, value));
  *value = value_of(*slot);
  return 0;
}

}  // extern "C"
#pragma GCC visibility pop
