#pragma once

#include <string>
#include <vector>

#include "command/commands.hpp"
#include "command/suite.hpp"
#include "vm/snapshot.hpp"

namespace modembench::command {

/// What each run in a guest has in common.
struct Guest {
  vm::Snapshot snapshot;
  std::string on;                  ///< where the modem is plugged in, in there
  std::vector<std::string> words;  ///< of the command line that are the guest's own modembench's, too
  std::map<std::string, std::string> variables;
};

/// For `run --on vm`: finds or boots the guest. What is wrong, in words for the user.
[[nodiscard]] tl::expected<std::shared_ptr<const Guest>, std::string> prepare_guest(const RunArguments& arguments);

/// How long a run in a guest may take, on the machine's clock: then the guest is ended.
[[nodiscard]] std::chrono::seconds guest_limit(const Planned& planned);

/// One run, by this very program inside a guest of its own.
[[nodiscard]] report::Record run_in_guest(const Planned& planned, const Guest& guest, const report::Expected& expected);

}  // namespace modembench::command
