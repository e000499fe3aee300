#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "emulator/instant.hpp"

/// Values of a scenario that no form of the grammar reads. Each function returns nothing where it has noted a mistake.
namespace modembench::bench {

/// Reads a text that isn't empty.
[[nodiscard]] std::optional<std::string> read_about(Reader& reader, const YamlNode& node);
/// Reads a list of texts, or one text with commas between its parts.
[[nodiscard]] std::optional<std::vector<std::string>> read_seen(Reader& reader, const YamlNode& node);
/// Reads a time of more than 0.
[[nodiscard]] std::optional<Duration> read_deadline(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
