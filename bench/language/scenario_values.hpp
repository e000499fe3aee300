#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "emulator/instant.hpp"

/// What the rows of a scenario are read by.
namespace modembench::bench {

/// Text that says something.
[[nodiscard]] std::optional<std::string> read_about(Reader& reader, const YamlNode& node);
/// A list of texts, or one line with commas between them.
[[nodiscard]] std::optional<std::vector<std::string>> read_seen(Reader& reader, const YamlNode& node);
/// Some time.
[[nodiscard]] std::optional<Duration> read_deadline(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
