#pragma once

#include <chrono>

#include "command/suite.hpp"

namespace modembench::command {

/// Does one run of a suite in this process, and writes its capture.
[[nodiscard]] report::Record run_planned(const Planned& planned, const SuiteOptions& options);

/// How long a run may take. One that takes longer hangs, for no client is waited for so long.
[[nodiscard]] std::chrono::milliseconds longest(const Planned& planned, const SuiteOptions& options);

}  // namespace modembench::command
