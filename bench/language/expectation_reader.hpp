#pragma once

#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// Reads one entry of `expect:`; what it can say stands in grammar::expectations(). `client: exits` with `says:` is
/// several expectations. `clients` are those that `for:` may name.
[[nodiscard]] std::vector<Expectation> read_expectation(Reader& reader, const YamlNode& node,
                                                        const std::vector<std::string>& clients);

}  // namespace modembench::bench
