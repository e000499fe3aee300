#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/changes.hpp"
#include "emulator/modem/settings/firmware.hpp"

/// Settings of the modem itself that are no plain values.
namespace modembench::bench {

/// "2011-06-07 12:00:00", in milliseconds since 1980-01-06 00:00 without leap seconds.
[[nodiscard]] std::optional<std::uint64_t> read_date(Reader& reader, const YamlNode& node);

/// "1.11", the boot version of an image.
[[nodiscard]] Changes<modem::ImageSettings> read_boot_version(Reader& reader, const YamlNode& node);

/// An image, or a list of them, which takes the place of the one before it: images have no names by which single ones
/// could be set.
[[nodiscard]] std::optional<std::vector<modem::ImageSettings>> read_images(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
