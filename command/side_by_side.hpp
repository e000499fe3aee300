#pragma once

#include "command/suite.hpp"

namespace modembench::command {

/// run_suite() with several jobs: a process for each run, which sends its record when it is over and ends, as if it had
/// been ended itself, when this process does.
[[nodiscard]] SuiteResult run_side_by_side(const std::vector<Planned>& plan, const SuiteOptions& options,
                                           const SuiteHooks& hooks);

}  // namespace modembench::command
