#pragma once

#include <string>

#include "client_under_test/client.hpp"

namespace modembench::client_under_test {

/// Why this client keeps the machine's clock; empty if it doesn't. Either its YAML says `clock: real`, or one of its
/// programs wouldn't load a library of ours, or would go past it (Go's runtime asks the kernel itself). A program loads
/// no such library if it is linked statically, for another processor, or privileged: set-uid, file capabilities. In a
/// stage below a user namespace, and under no_new_privs, a program isn't privileged.
[[nodiscard]] std::string keeps_machine_clock(const Client& client, bool privileges_count);

}  // namespace modembench::client_under_test
