#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <tl/expected.hpp>

#include "client_under_test/stage.hpp"
#include "emulator/ports/clock.hpp"

namespace modembench::client_under_test {

struct Command {
  std::vector<std::string> arguments;  ///< the program first; looked for in PATH (and the sbin folders)
  std::vector<std::pair<std::string, std::string>> environment;  ///< added to ours
  std::string folder;                                            ///< working directory; ours if empty
  bool confined = false;                                         ///< see confinement.hpp
};

struct Ended {
  int status = 0;        ///< exit status, or 128 + signal
  std::string in_words;  ///< "exit status 1", "killed by signal 11 (Segmentation fault)"
  /// What of the bench's own part failed, so that neither of the above is evidence; empty if nothing did.
  std::string bench_failed{};
};

/// A client in a process group of its own, with standard input from /dev/null, its standard output and error
/// read line by line. Whatever it has started is ended with it: in a stage by the stage's PID namespace,
/// else by its process group and, being our sub-reaper's, by descent. All of that is the work of a warden, a process
/// between the client and us; where that is killed, or stopped and so deaf, it is done here, and the end says so.
class Process {
 public:
  /// A line longer than this is cut into several.
  static constexpr std::size_t kMaxLine = 4096;

  struct Callbacks {
    std::function<void(std::string line)> says;  ///< control characters other than tab are replaced
    std::function<void(Ended)> ended;            ///< once, after the last line
  };

  /// `stage` may be null: then the client runs beside us. `clock`, which outlives it, is whose time a client is given
  /// to end. A program that isn't there is refused here.
  static tl::expected<std::unique_ptr<Process>, Reason> start(boost::asio::io_context& io, ports::Clock& clock,
                                                              const Command& command, Stage* stage,
                                                              Callbacks callbacks);
  virtual ~Process() = default;  ///< kills the whole group

  /// SIGTERM to the group, SIGKILL to all that is left of it after `grace`.
  virtual void end(std::chrono::milliseconds grace) = 0;
  /// Takes in what the client has printed, with its callbacks; false if there was nothing.
  virtual bool take_output() = 0;
  /// Takes the client's end now, with its callbacks, if it has come already.
  virtual void take_end() = 0;
  [[nodiscard]] virtual int group() const = 0;
};

}  // namespace modembench::client_under_test
