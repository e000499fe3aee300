// Timers of timer_create(2), which tell by a signal or call a function in a thread of its own.

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <ctime>

#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "client_under_test/clock_preload/system_call.hpp"
#include "client_under_test/clock_preload/timer_slots.hpp"

using namespace modembench::clock_preload;

namespace {

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

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

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

}  // extern "C"
#pragma GCC visibility pop
