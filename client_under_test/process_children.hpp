#pragma once

#include <vector>

#include <sys/types.h>

namespace modembench::client_under_test {

/// The processes whose parent is `parent`, also those that have ended and wait to be reaped, as /proc has them.
[[nodiscard]] std::vector<pid_t> children_of(pid_t parent);

/// False where /proc shows another PID namespace than this process's, so that its numbers aren't ours.
[[nodiscard]] bool proc_is_ours();

}  // namespace modembench::client_under_test
