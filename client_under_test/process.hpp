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

/// How a client's program is started.
struct Command {
  std::vector<std::string> arguments;  ///< the program first; it is searched in PATH (and the sbin folders)
  std::vector<std::pair<std::string, std::string>> environment;  ///< variables added to ours
  std::string folder;                                            ///< the working directory; empty: ours
  bool confined = false;                                         ///< see confinement.hpp
};

/// How a client has ended.
struct Ended {
  int status = 0;        ///< exit status, or 128 + signal
  std::string in_words;  ///< "exit status 1", "killed by signal 11 (Segmentation fault)"
  /// What has failed of the bench's own part, so that neither status nor words are evidence; empty: nothing.
  std::string bench_failed{};
};

/// A client in a process group of its own, with standard input from /dev/null, and its standard output and error read
/// line by line. Whatever the client has started is ended with it: in a stage by the stage's PID namespace, else by its
/// process group and, as this process is its sub-reaper, by descent. A warden, a process between the client and us,
/// does all of that. If the warden is killed, or stopped and so deaf, this process does it, and the client's end says
/// so.
class Process {
 public:
  /// Bytes of a line; a longer line is cut into several.
  static constexpr std::size_t kMaxLine = 4096;

  struct Callbacks {
    std::function<void(std::string line)> says;  ///< a line of output; control characters other than tab are replaced
    std::function<void(Ended)> ended;            ///< called once, after the last line
  };

  /// Starts the client. A null `stage` means that the client runs beside us. The time that a client is given to end is
  /// measured by `clock`, which must outlive the process. A program that isn't there is refused here.
  static tl::expected<std::unique_ptr<Process>, Reason> start(boost::asio::io_context& io, ports::Clock& clock,
                                                              const Command& command, Stage* stage,
                                                              Callbacks callbacks);
  /// Kills the whole group.
  virtual ~Process() = default;

  /// Sends SIGTERM to the group, and SIGKILL to all that is left of it after `grace`.
  virtual void end(std::chrono::milliseconds grace) = 0;
  /// Takes in what the client has printed, calling `says`. Returns false if there was nothing.
  virtual bool take_output() = 0;
  /// Takes the client's end now, calling `ended`, if it has come already.
  virtual void take_end() = 0;
  /// The client's process group, as this process sees it.
  [[nodiscard]] virtual int group() const = 0;
};

}  // namespace modembench::client_under_test
