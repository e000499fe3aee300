#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace modembench::files {

/// A process group, by its leader and the time when that process began.
struct NotedGroup {
  pid_t leader = 0;
  std::uint64_t began = 0;
};

/// Kills the processes that a run that is no more has left: each that carries `mark` as its kOwnerVariable, and those
/// in the groups whose leader is still the same process and carries it. Kills nothing, whatever the groups say, if the
/// mark is none, or is that of a process that may be alive. A process is held by a descriptor while it is looked at, so
/// that none that has its number next is hit.
void kill_left(const std::string& mark, const std::vector<NotedGroup>& groups);

}  // namespace modembench::files
