#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "command/commands.hpp"
#include "command/suite.hpp"

namespace modembench::command {

/// Reads a number of jobs: "4", or "auto" for as many as there are processors. Or says in words what is wrong with it.
[[nodiscard]] tl::expected<std::size_t, std::string> read_jobs(const std::string& text);

/// How the suite is to be run, by the command line and the files that it names. Takes the runs out of the plan that
/// aren't this shard's. Or says, in words for the user, what is wrong.
[[nodiscard]] tl::expected<SuiteOptions, std::string> suite_options(const RunArguments& arguments,
                                                                    std::vector<Planned>& plan);

}  // namespace modembench::command
