#pragma once

#include <string>

#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// A scenario in words, with everything that it extends and every variable in its place, and where each thing stands:
/// how it begins, what happens, who is run, what is expected.
[[nodiscard]] std::string explain(const Scenario& scenario);

}  // namespace modembench::bench
