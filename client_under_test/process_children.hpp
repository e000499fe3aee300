#pragma once

#include <vector>

#include <sys/types.h>

namespace modembench::client_under_test {

/// The processes whose parent is `parent`, as /proc has them. Those that have ended and wait to be reaped are among
/// them.
[[nodiscard]] std::vector<pid_t> children_of(pid_t parent);

/// Whether a child of ours has begun to end, or has ended and waits to be reaped. The first process of a PID namespace
/// takes all others in it along before it can be waited for; this tells that it was the first to end.
[[nodiscard]] bool is_ending(pid_t process);

/// Whether /proc shows the PID namespace of this process. If not, its numbers aren't ours.
[[nodiscard]] bool proc_is_ours();

}  // namespace modembench::client_under_test
