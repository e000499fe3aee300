#pragma once

#include <chrono>

#include "command/suite.hpp"

namespace modembench::command {

/// One run of a suite, here and now; with its capture written.
[[nodiscard]] report::Record run_planned(const Planned& planned, const SuiteOptions& options);

/// How long that may take: what takes longer hangs, for no client is waited for so long.
[[nodiscard]] std::chrono::milliseconds longest(const Planned& planned, const SuiteOptions& options);

}  // namespace modembench::command
