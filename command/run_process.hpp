#pragma once

#include <chrono>
#include <functional>
#include <string>

#include <sys/types.h>

#include <tl/expected.hpp>

#include "files/descriptor.hpp"

namespace modembench::command {

/// One run of a suite in a process of its own, which says what came of the run and ends. Whatever becomes of that
/// process, no other run is touched by it. This object is but a handle: it ends nothing.
class RunProcess {
 public:
  using Clock = std::chrono::steady_clock;

  /// Starts a process that says the text of `body`, for the run of that number in the plan. The process's signals are
  /// as they are for us; when we are gone it is told SIGTERM. Or says in words what keeps it from being started.
  [[nodiscard]] static tl::expected<RunProcess, std::string> start(std::size_t run,
                                                                   const std::function<std::string()>& body);

  [[nodiscard]] std::size_t run() const { return run_; }
  /// A descriptor that is readable when there is something to take.
  [[nodiscard]] int fd() const { return from_.get(); }
  /// Takes a portion of what the process says. Returns false when that was all.
  [[nodiscard]] bool take();
  [[nodiscard]] const std::string& said() const { return said_; }

  void tell(int signal) const;
  /// Waits for the process to end. Returns its wait status.
  int wait() const;
  /// Ends the process where it stands, even if it is stopped.
  void kill() const;

  Clock::time_point limit = Clock::time_point::max();  ///< when the process must have ended

 private:
  RunProcess(std::size_t run, pid_t process, files::Descriptor from)
      : run_(run), process_(process), from_(std::move(from)) {}

  std::size_t run_;
  pid_t process_;
  files::Descriptor from_;
  std::string said_{};
};

}  // namespace modembench::command
