#pragma once

#include <chrono>
#include <string>

#include <tl/expected.hpp>

#include "client_under_test/run.hpp"
#include "command/suite.hpp"

namespace modembench::command {

/// Reads --speed: "auto", or a whole number up to client_under_test::kMaxSpeed. Refused with words for the user, also
/// where libfaketime is missing. Of "auto", measures the machine first: about 100 ms.
[[nodiscard]] tl::expected<Speed, std::string> read_speed(const std::string& text);

/// Runs it as fast as is asked for. Automatic: as fast as the scenario's margin allows on this machine; where the
/// margin is lost nevertheless, again at what it would have borne, down to the machine's own clock, which has no margin
/// to lose: what counts is the last one.
[[nodiscard]] client_under_test::RunResult run_at_speed(const Planned& planned, client_under_test::RunOptions options,
                                                        const Speed& speed);

}  // namespace modembench::command
