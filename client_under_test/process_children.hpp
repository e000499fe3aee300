#pragma once

#include <vector>

#include <sys/types.h>

namespace modembench::client_under_test {

/// The processes whose parent is `parent`, also those that have ended and wait to be reaped, as /proc has them.
[[nodiscard]] std::vector<pid_t> children_of(pid_t parent);

/// True for a process that has begun to end, or has ended and waits to be reaped; a child of ours. The first process of
/// a PID namespace takes all others in it along before it can be waited for: so it is told who began.
[[nodiscard]] bool is_ending(pid_t process);

/// False where /proc shows another PID namespace than this process's, so that its numbers aren't ours.
[[nodiscard]] bool proc_is_ours();

}  // namespace modembench::client_under_test
