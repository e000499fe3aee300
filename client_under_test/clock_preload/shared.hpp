#pragma once

#include <atomic>
#include <cstdint>
#include <limits>

/// What the bench and the processes of a client share of their clock: a file in the run's folder that both map. The
/// client can write to it as it likes; what the bench reads there is never trusted to be in range.
namespace modembench::clock_preload {

inline constexpr const char* kTimeFile = "time";     ///< a Shared
inline constexpr const char* kSocketFile = "bench";  ///< the bench's datagram socket, for Words
inline constexpr const char* kLibraryFile = "clock.so";

/// threads that wait at the same time; further ones wait by the machine's clock
inline constexpr unsigned kMaxThreads = 1024;
inline constexpr unsigned kMaxTimers = 512;  ///< alarms, interval timers, timer_create and timerfds together

inline constexpr unsigned kMaxPorts = 8;
/// The identity of a terminal, from st_dev and st_rdev as stat(2) tells them.
constexpr std::uint64_t terminal(std::uint64_t file_system, std::uint64_t device) { return file_system << 32 ^ device; }

/// Nanoseconds on the client's clock, from the run's start.
using Nanoseconds = std::int64_t;
inline constexpr Nanoseconds kNotWaiting = 0;
inline constexpr Nanoseconds kNever = std::numeric_limits<Nanoseconds>::max();

/// A thread of the client's that waits, or has waited.
struct ThreadSlot {
  std::atomic<std::int32_t> process;  ///< as its own PID namespace has it; 0: the slot is free
  std::atomic<std::int32_t> thread;   ///< likewise
  /// When the thread wants to go on, at the latest. The bench sets this to kNotWaiting, and wakes the thread.
  std::atomic<Nanoseconds> deadline;
  /// Not 0: the thread itself looks, every millisecond of the machine's, whether its time has come.
  std::atomic<std::int32_t> looks_by_itself;
};

/// What becomes of a timer that is due.
enum class TimerKind : std::int32_t { signal, queued_signal, thread_signal, descriptor };

struct TimerSlot {
  /// the process that has the timer, as its own PID namespace has it; 0: the slot is free
  std::atomic<std::int32_t> process;
  std::atomic<std::int32_t> kind;  ///< a TimerKind
  std::atomic<std::int32_t> signal;
  std::atomic<std::int32_t> thread;    ///< the thread that a thread_signal goes to
  std::atomic<std::uint64_t> value;    ///< the value that comes with a queued signal
  std::atomic<Nanoseconds> deadline;   ///< when the timer is due; kNotWaiting: it isn't set
  std::atomic<Nanoseconds> interval;   ///< 0: once
  std::atomic<std::int32_t> overruns;  ///< the overruns of a queued signal
};

struct Shared {
  std::atomic<Nanoseconds> now;
  std::atomic<Nanoseconds> realtime;        ///< CLOCK_REALTIME at the run's start, in whole seconds
  std::atomic<Nanoseconds> monotonic;       ///< CLOCK_MONOTONIC at the run's start, in whole seconds
  std::atomic<std::uint32_t> bench_sleeps;  ///< the bench wants to hear when a thread begins to wait
  /// How often something was written to a terminal that is none of the modem's ports, which are these.
  std::atomic<std::uint32_t> terminal_writes;
  std::atomic<std::uint64_t> ports[kMaxPorts];
  ThreadSlot threads[kMaxThreads];
  TimerSlot timers[kMaxTimers];
};
static_assert(std::atomic<Nanoseconds>::is_always_lock_free && std::atomic<std::int32_t>::is_always_lock_free);

/// What a process tells the bench, in a datagram each. The kernel adds the process that it comes from.
struct Word {
  enum class Kind : std::uint32_t {
    thread,  ///< the slot `index` is a thread's of this process; comes with the eventfd that wakes it
    timer,   ///< the slot `index` is a timer's of this process; comes with its descriptor, where it has one
    waits,   ///< a thread has begun to wait
  };
  Kind kind;
  std::uint32_t index;
};

}  // namespace modembench::clock_preload
