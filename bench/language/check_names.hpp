#pragma once

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// Finds what a scenario names and hasn't: rules to be armed and disarmed, captured values.
void check_names(Reader& reader, const Scenario& scenario);

}  // namespace modembench::bench
