#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

#include <sys/types.h>

#include "client_under_test/client_tasks.hpp"
#include "client_under_test/clock_preload/shared.hpp"
#include "files/descriptor.hpp"

namespace modembench::client_under_test {

/// The threads and timers that wait on a client's clock, as its processes have told. The client can write to the memory
/// that it shares with us as it likes: all that is taken from it is checked, and the worst that a client can do is to
/// end its own waits too early.
class ClockChannel {
 public:
  /// `shared` must outlive the channel, and so must `socket`, which is ClockFolder's.
  ClockChannel(clock_preload::Shared& shared, int socket) : shared_(shared), socket_(socket) {}

  /// Takes in what has been told, without waiting. Returns false if nothing was.
  bool take_in();

  /// The thread or timer that is to go on next, and when.
  struct Next {
    clock_preload::Nanoseconds deadline = clock_preload::kNever;
    bool is_timer = false;
    unsigned index = 0;
  };
  [[nodiscard]] std::optional<Next> next() const;
  /// Lets that thread or timer go on. `now` is the time on the clock.
  void call(const Next& next, clock_preload::Nanoseconds now);

  /// Wakes all threads that wait and whose time hasn't come. They look once more at what they wait for, and wait on.
  void nudge();

  /// What the bench knows of the wait of a thread that sleeps.
  [[nodiscard]] ClientTasks::Wait wait_of(pid_t process, pid_t thread_in_its_namespace) const;
  /// Whether this thread has never told of itself, while another one of its process has.
  [[nodiscard]] bool knows_another(pid_t process, pid_t thread_in_its_namespace) const;
  /// Forgets all threads and timers of which these functions aren't true any more.
  void keep_only(const std::function<bool(pid_t process)>& lives,
                 const std::function<bool(pid_t process, pid_t thread)>& thread_lives);

 private:
  struct Holder {
    pid_t process = 0;  ///< the process id as we see it; 0: none
    files::Descriptor descriptor{};
  };

  void take_in(const clock_preload::Word& word, pid_t process, files::Descriptor descriptor);
  void ring(clock_preload::TimerSlot& timer, const Holder& holder, unsigned index, std::int32_t missed);

  clock_preload::Shared& shared_;
  int socket_;
  std::array<Holder, clock_preload::kMaxThreads> threads_;
  std::array<Holder, clock_preload::kMaxTimers> timers_;
  unsigned threads_end_ = 0;  ///< one more than the last thread slot that has been used
  unsigned timers_end_ = 0;
};

}  // namespace modembench::client_under_test
