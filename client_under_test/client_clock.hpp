#pragma once

#include <string>

#include "client_under_test/client.hpp"

namespace modembench::client_under_test {

/// Why this client keeps the machine's clock: its YAML says `clock: real`, or one of its programs wouldn't load a
/// library of ours (it is linked statically, for another processor, or privileged: set-uid, file capabilities; in a
/// stage below a user namespace and under no_new_privs it isn't) or would go past it (Go's runtime asks the kernel
/// itself). Empty if it doesn't.
[[nodiscard]] std::string keeps_machine_clock(const Client& client, bool privileges_count);

}  // namespace modembench::client_under_test
