#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/changes.hpp"
#include "emulator/modem/settings/firmware.hpp"

/// Settings of the modem's own that no form of the grammar reads.
namespace modembench::bench {

/// Reads a moment, "2011-06-07 12:00:00". Returns milliseconds since 1980-01-06 00:00, without leap seconds.
[[nodiscard]] std::optional<std::uint64_t> read_date(Reader& reader, const YamlNode& node);

/// Reads the boot version of an image, "1.11".
[[nodiscard]] Changes<modem::ImageSettings> read_boot_version(Reader& reader, const YamlNode& node);

/// Reads an image, or a list of them. The list replaces the one that was set before: images have no names by which a
/// single one could be changed.
[[nodiscard]] std::optional<std::vector<modem::ImageSettings>> read_images(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
