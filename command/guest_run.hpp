#pragma once

#include <string>
#include <vector>

#include "command/commands.hpp"
#include "command/suite.hpp"
#include "vm/snapshot.hpp"

namespace modembench::command {

/// What all runs in guests have in common.
struct Guest {
  vm::Snapshot snapshot;
  std::string on;                  ///< where the modem is plugged in, in the guest
  std::vector<std::string> words;  ///< words of the command line that the guest's own modembench gets, too
  std::map<std::string, std::string> variables;
};

/// Finds or boots the guest for `run --on vm`; or says, in words for the user, what is wrong.
[[nodiscard]] tl::expected<std::shared_ptr<const Guest>, std::string> prepare_guest(const RunArguments& arguments);

/// How long a run in a guest may take, on the machine's clock. The guest is ended then.
[[nodiscard]] std::chrono::seconds guest_limit(const Planned& planned);

/// Does one run by this very program inside a guest of its own.
[[nodiscard]] report::Record run_in_guest(const Planned& planned, const Guest& guest, const report::Expected& expected);

}  // namespace modembench::command
