#pragma once

#include <string>

#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// What an action does, for the trace and for people: "drop WDS Start Network", "unregister qmi". `rule` is the one it
/// is of.
[[nodiscard]] std::string in_words(const Rule& rule, const Action& action);

/// What sets the rule off and under which conditions: "on WDS Start Network with apn \"net\", from the 2nd on".
[[nodiscard]] std::string trigger_in_words(const Rule& rule);

}  // namespace modembench::bench
