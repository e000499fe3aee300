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

/// Kills what a run that is no more has left: groups whose leader is still the same process, and every process that
/// carries `mark` as its kOwnerVariable.
void kill_left(const std::string& mark, const std::vector<NotedGroup>& groups);

}  // namespace modembench::files
