#pragma once

#include <cstdint>

#include "client_under_test/reference/client_logic.hpp"

namespace modembench::client_under_test::reference {

/// Runs a client on real ports and the real clock until it exits, and returns its exit status. A port is a device node,
/// a pseudo-terminal, a UNIX socket, or, by qmi-proxy, what the proxy has under the port's path. What the client says
/// goes to standard output, line by line. SIGTERM, SIGINT and SIGHUP tell it to stop; a second one ends it at once,
/// with 128 + signal.
[[nodiscard]] int run_program(ClientLogic& client, bool by_proxy);

/// A number of requests to count on from, which the last run of the program hardly had.
[[nodiscard]] std::uint16_t some_count();

}  // namespace modembench::client_under_test::reference
