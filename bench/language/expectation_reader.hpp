#pragma once

#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// Reads one entry of `expect:`, whose keys are those of grammar::expectations(). An entry `client: exits` with `says:`
/// makes several expectations. `clients` are the labels that `for:` may name.
[[nodiscard]] std::vector<Expectation> read_expectation(Reader& reader, const YamlNode& node,
                                                        const std::vector<std::string>& clients);

}  // namespace modembench::bench
