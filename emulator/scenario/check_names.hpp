#pragma once

#include "emulator/scenario/scenario.hpp"
#include "emulator/scenario/yaml_reader.hpp"

namespace modembench::scenario {

/// Finds what a scenario names and hasn't: rules to be armed and disarmed, captured values.
void check_names(Reader& reader, const Scenario& scenario);

}  // namespace modembench::scenario
