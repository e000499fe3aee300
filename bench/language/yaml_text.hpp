#pragma once

#include <string>
#include <string_view>

#include "bench/language/yaml_node.hpp"

namespace modembench::bench {

/// A node as YAML on one line, "{at: 2s after registered, do: {unplug: true}}"; for programs that write scenarios.
/// parse_yaml() reads the same node from it.
[[nodiscard]] std::string to_yaml(const YamlNode& node);

/// A text as a YAML scalar. It is quoted if anything in it means something to YAML.
[[nodiscard]] std::string yaml_scalar(std::string_view text);

}  // namespace modembench::bench
