#pragma once

#include <chrono>
#include <functional>
#include <string>

#include <sys/types.h>

#include <tl/expected.hpp>

#include "files/descriptor.hpp"

namespace modembench::command {

/// One run of a suite in a process of its own, which says what came of it and ends. Whatever becomes of that process,
/// no other run is touched by it. This object is but a handle: it ends nothing.
class RunProcess {
 public:
  using Clock = std::chrono::steady_clock;

  /// A process that says the text of `body`, of the run of that number in the plan. Its signals are as they are for us;
  /// when we are gone it is told SIGTERM. What keeps it from being started, in words.
  [[nodiscard]] static tl::expected<RunProcess, std::string> start(std::size_t run,
                                                                   const std::function<std::string()>& body);

  [[nodiscard]] std::size_t run() const { return run_; }
  /// Readable when there is something to take.
  [[nodiscard]] int fd() const { return from_.get(); }
  /// Takes what it says, a portion; false when that was all.
  [[nodiscard]] bool take();
  [[nodiscard]] const std::string& said() const { return said_; }

  void tell(int signal) const;
  /// Waits for its end; its wait status.
  int wait() const;
  /// Ends it where it stands, also one that is stopped.
  void kill() const;

  Clock::time_point limit = Clock::time_point::max();  ///< by when it must have ended

 private:
  RunProcess(std::size_t run, pid_t process, files::Descriptor from)
      : run_(run), process_(process), from_(std::move(from)) {}

  std::size_t run_;
  pid_t process_;
  files::Descriptor from_;
  std::string said_{};
};

}  // namespace modembench::command
