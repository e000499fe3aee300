// Timers that tell by a descriptor: timerfd_create(2).

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <ctime>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "client_under_test/clock_preload/system_call.hpp"
#include "client_under_test/clock_preload/timer_slots.hpp"

using namespace modembench::clock_preload;

namespace {

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
