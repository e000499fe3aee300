#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "command/commands.hpp"
#include "command/suite.hpp"

namespace modembench::command {

/// "4", or "auto" for as many as there are processors; in words what is wrong with it.
[[nodiscard]] tl::expected<std::size_t, std::string> read_jobs(const std::string& text);

/// How the suite is to be run, from the command line and what it names; takes out of the plan what isn't this shard's.
/// What is wrong with it, in words for the user.
[[nodiscard]] tl::expected<SuiteOptions, std::string> suite_options(const RunArguments& arguments,
                                                                    std::vector<Planned>& plan);

}  // namespace modembench::command
