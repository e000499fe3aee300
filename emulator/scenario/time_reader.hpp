#pragma once

#include <optional>

#include "emulator/scenario/scenario.hpp"
#include "emulator/scenario/yaml_reader.hpp"

namespace modembench::scenario {

/// "3s after registered"; "3s" alone is after `otherwise`.
[[nodiscard]] std::optional<AtTime> read_at_time(Reader& reader, const YamlNode& node, Milestone otherwise);

}  // namespace modembench::scenario
