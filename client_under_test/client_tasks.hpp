#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "files/descriptor.hpp"

namespace modembench::client_under_test {

/// All tasks that run below this process: the client, what it has started, its wardens, the daemons of its stage. They
/// are looked at by /proc, which takes some microseconds for each thread.
class ClientTasks {
 public:
  enum class State : std::uint8_t {
    busy,              ///< a task computes, or is about to
    quiet,             ///< all tasks sleep, and none wakes up by itself
    waits_by_machine,  ///< all tasks sleep, one of them until a moment of the machine's clock
    unknown,           ///< the tasks are too many to be looked at, or we have no descriptors left
  };

  /// What the bench knows of a task that may be on its clock.
  enum class Wait : std::uint8_t {
    unknown,
    known,   ///< the bench knows until when the task waits
    called,  ///< the time of the task has come, which it is just about to see
  };
  /// What the bench knows of tasks, as functions to ask.
  struct Known {
    std::function<Wait(pid_t process, pid_t thread_in_its_namespace)> wait;
    std::function<bool(pid_t process, pid_t thread_in_its_namespace)>
        keeps_house;  ///< others of its process wait there
  };

  /// Looks at all tasks. A state of rest is one that all of them were in at one moment. Nothing may wake a task from
  /// outside meanwhile.
  [[nodiscard]] State look(const Known& known);

  /// Whether the last look that wasn't `busy` saw this process, or this thread.
  [[nodiscard]] bool lives(pid_t process) const;
  [[nodiscard]] bool lives(pid_t process, pid_t thread_in_its_namespace) const;
  /// Whether a task slept in read(2), without a limit that the bench knows.
  [[nodiscard]] bool somebody_reads() const { return somebody_reads_; }
  /// Processor time, in nanoseconds, of all tasks that the looks so far have seen; it never falls.
  [[nodiscard]] std::int64_t computed() const { return computed_; }

  /// Why /proc doesn't say what is needed here: it may be another PID namespace's, or refuse it. Empty if it does.
  [[nodiscard]] static std::string missing();

 private:
  struct File;
  struct Task;
  struct Process;
  struct Round;
  using Buffer = std::array<char, 4096>;
  struct Seen {
    pid_t process;
    pid_t thread;
    std::uint64_t runs;  ///< how often the thread has got a processor
    bool operator==(const Seen&) const = default;
  };

  bool visit(pid_t process, bool is_root, Round& round);
  bool visit_task(Process& process, pid_t thread, bool is_root, Round& round);
  static bool naps_for_long(Task& task, std::uint64_t runs);
  bool is_resting(Process& process, pid_t thread, Task& task, Round& round);
  std::optional<std::string_view> read(Task& task, File& file, Buffer& buffer);
  void forget(Process& process, pid_t thread);
  void forget(pid_t number);

  std::map<pid_t, Process> processes_;
  std::vector<Seen> seen_;
  std::int64_t computed_ = 0;
  bool somebody_reads_ = false;
  bool is_starved_ = false;  ///< descriptors, or room, ran out in this look
  std::size_t kept_ = 0;     ///< how many files are kept open
  const std::size_t most_kept_;

 public:
  ClientTasks();
  ClientTasks(const ClientTasks&) = delete;
  ClientTasks& operator=(const ClientTasks&) = delete;
  ~ClientTasks();
};

}  // namespace modembench::client_under_test
