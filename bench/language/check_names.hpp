#pragma once

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// Notes a mistake for each rule that a scenario arms or disarms and for each captured value that it uses, if it has
/// none of that name.
void check_names(Reader& reader, const Scenario& scenario);

}  // namespace modembench::bench
