#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace modembench::files {

/// A process group, by its leader and when that began.
struct NotedGroup {
  pid_t leader = 0;
  std::uint64_t began = 0;
};

/// Kills what a run that is no more has left: every process that carries `mark` as its kOwnerVariable, and those in the
/// groups whose leader is still the same process and carries it. Nobody, whatever the groups say, where the mark is
/// none, or is that of a process that may be alive. What is killed is held by a descriptor while it is looked at, so
/// that nobody who has its number next is hit.
void kill_left(const std::string& mark, const std::vector<NotedGroup>& groups);

}  // namespace modembench::files
