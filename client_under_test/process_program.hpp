#pragma once

#include "client_under_test/process.hpp"
#include "client_under_test/process_warden.hpp"

namespace modembench::client_under_test {

/// What a command comes to: where its program may be (PATH, then the sbin folders, which PATH has then too: pppd and
/// chat stand there, and an ordinary user's lacks them), its environment with the mark of whose client it is.
[[nodiscard]] Program make_program(const Command& command);

}  // namespace modembench::client_under_test
