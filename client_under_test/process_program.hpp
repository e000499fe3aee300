#pragma once

#include "client_under_test/process.hpp"
#include "client_under_test/process_warden.hpp"

namespace modembench::client_under_test {

/// The program that a command comes to: the paths where it may be, and its environment, in which a mark says whose
/// client it is. The paths are PATH and then the sbin folders, which the client's PATH has then too: pppd and chat
/// stand there, and an ordinary user's PATH lacks them.
[[nodiscard]] Program make_program(const Command& command);

}  // namespace modembench::client_under_test
