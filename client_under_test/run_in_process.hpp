#pragma once

#include "client_under_test/run.hpp"

namespace modembench::client_under_test {

/// Whether the client is one of the bench's own, which need no process.
[[nodiscard]] bool runs_in_process(const Client& client);

/// As `run`, but without ports, processes and waiting: the bench's own clients (`modembench client`) run in this
/// process, on a clock that jumps from one deadline to the next. The same run has the same trace, always and
/// everywhere. Other clients are programs with clocks of their own; their runs are skipped.
[[nodiscard]] RunResult run_in_process(const bench::Scenario& scenario, const bench::ClientUse& use,
                                       const Client& client, const RunOptions& options);

}  // namespace modembench::client_under_test
