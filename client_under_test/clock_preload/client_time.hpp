#pragma once

#include <ctime>

#include <dlfcn.h>
#include <poll.h>
#include <signal.h>
#include <sys/time.h>

#include "client_under_test/clock_preload/shared.hpp"

/// The client's side of its clock. All of this lives inside programs that aren't ours: no allocation, nothing thrown,
/// no C++ library. Only what a signal's handler may call can be called here.
namespace modembench::clock_preload {

inline constexpr Nanoseconds kSecond = 1'000'000'000;
/// Bytes of a set of signals, as the kernel has it.
inline constexpr long kSignalBytes = 8;

/// The memory that this process shares with the bench; null where it has no clock of the bench's, so that everything is
/// as the machine has it. It is null, too, for a child of vfork(), which has its parent's memory.
[[nodiscard]] Shared* shared();
/// The shared memory, for a caller that only looks at the clock: a child of vfork() may do that.
[[nodiscard]] bool has_clock();
[[nodiscard]] Shared* shared_by_all();
/// Time since the run's start. To be called only where memory is shared.
[[nodiscard]] Nanoseconds now();
/// The time that a clock of the client's adds to `now`. Returns false for a clock that measures something else (what a
/// process computes).
[[nodiscard]] bool base_of(clockid_t clock, Nanoseconds& base);

/// A length of time: at least 0, never too long to count; kNever for null.
[[nodiscard]] Nanoseconds length(const timespec* time);
[[nodiscard]] Nanoseconds length(const timeval* time);
[[nodiscard]] bool is_valid(const timespec& time);
[[nodiscard]] timespec as_timespec(Nanoseconds time);
[[nodiscard]] timeval as_timeval(Nanoseconds time);
/// The moment that is so long from now; kNever for kNever.
[[nodiscard]] Nanoseconds after(Nanoseconds length);
/// A moment on `clock` as one on the client's clock.
[[nodiscard]] Nanoseconds moment(clockid_t clock, const timespec& at);

/// Waits like ppoll(2), on the client's clock: until one of `count` descriptors is ready, a signal is handled or the
/// moment `until` has come.
[[nodiscard]] int wait_until(pollfd* descriptors, nfds_t count, Nanoseconds until, const sigset_t* mask);
/// Sleeps until a moment. Returns true if the moment has come, false with errno if a signal was handled before that.
[[nodiscard]] bool sleep_until(Nanoseconds until);
/// Lets everything that is on its way now arrive before this thread goes on. No time passes; errno stays.
void let_others_go_first();
/// Counts a look at the clock without waiting. A program that does nothing but look would see the clock stand still for
/// ever; a millisecond passes for it now and then.
void count_look();

/// Takes a slot by which the bench wakes another thread of this process than the one that waits. `descriptor` is an
/// eventfd. Null if no slot is to be had.
[[nodiscard]] ThreadSlot* take_slot_woken_by(int descriptor);

/// A wait that the kernel can't be told to end by a descriptor, done in slices of the machine's time while the thread
/// is known to the bench as one that waits.
class SlicedWait {
 public:
  explicit SlicedWait(Nanoseconds until);
  SlicedWait(const SlicedWait&) = delete;
  SlicedWait& operator=(const SlicedWait&) = delete;
  ~SlicedWait();

  [[nodiscard]] bool is_over() const;
  /// The end of the next slice, by the machine's clock, and its length.
  [[nodiscard]] static timespec next_end(clockid_t clock);
  static constexpr timespec kSlice{0, 1'000'000};

 private:
  ThreadSlot* slot_;
  Nanoseconds until_;
  Nanoseconds outer_ = kNotWaiting;
};

/// Takes a timer of this process in the shared memory. `descriptor` is one that the bench is to have (an eventfd), or
/// -1.
[[nodiscard]] TimerSlot* take_timer(TimerKind kind, int descriptor);
void give_back(TimerSlot& timer);
/// Follows the closing of a descriptor by the program: if it is a timer's, the timer stops.
void forget_timer_of(int descriptor);

/// The function that would be called if it weren't taken over here.
template <class Function>
[[nodiscard]] Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace modembench::clock_preload
