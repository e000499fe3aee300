#pragma once

#include <string>
#include <string_view>

#include "bench/language/yaml_node.hpp"

namespace modembench::bench {

/// The node as YAML on one line, for programs that write scenarios: "{at: 2s after registered, do: {unplug: true}}".
/// parse_yaml() reads the same node from it.
[[nodiscard]] std::string to_yaml(const YamlNode& node);

/// Text as a YAML scalar: as it is where nothing in it means something to YAML, quoted otherwise.
[[nodiscard]] std::string yaml_scalar(std::string_view text);

}  // namespace modembench::bench
