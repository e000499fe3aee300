#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace modembench::client_under_test {

/// Everything that is needed to become the client's program; made ready before the fork.
struct Program {
  std::vector<std::string> paths;        ///< tried in this order until one is there
  std::vector<std::string> arguments;    ///< the program's name first
  std::vector<std::string> environment;  ///< "NAME=value"
  std::string folder;                    ///< working directory
  bool folder_asked_for = false;         ///< false: "/" will do, too, as a stage may lack our folder
  bool confined = false;                 ///< see confinement.hpp
  bool gives_up_rights = false;          ///< gives up the rights that nobody has in a stage: see stage_rights.hpp
};

/// What the warden tells, each once: that there is a process for the client, before that may do anything; that the
/// client runs, or can't; then how it ended.
struct WardenReport {
  enum class Kind : std::uint8_t { forked, started, no_folder, no_program, no_warden, not_confined, ended };
  Kind kind = Kind::ended;
  /// The process id in the client's own PID namespace; or errno; or the wait status, -1 if another process has taken
  /// that.
  int value = 0;
  bool was_stopped = false;  ///< the warden was stopped for a while, so that it may have seen the end late
};

/// What the warden is told, a byte each. The end of the connection says `kill` too.
enum class WardenOrder : char { terminate = 'T', kill = 'K' };

/// The life of a client's warden, a process between the client and us. The warden starts the client in a process group
/// of its own. It is the sub-reaper of whatever the client starts, so that a daemon can't get away by losing its
/// parent. It ends all of them when the client ends, when it is told to, or when we are gone, by whatever end.
/// `connection` is a stream socket to us, `output` is where the client prints. Returns the warden's exit status.
[[nodiscard]] int guard_client(const Program& program, int connection, int output);

}  // namespace modembench::client_under_test
