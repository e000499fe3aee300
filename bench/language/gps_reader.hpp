#pragma once

#include <cstdint>
#include <optional>

#include "bench/language/yaml_reader.hpp"

/// Settings of the GPS receiver that are no plain values.
namespace modembench::bench {

/// Degrees from north, below 360.
[[nodiscard]] std::optional<double> read_course(Reader& reader, const YamlNode& node);

/// "2012-06-18T12:00:00Z", in seconds since 1970.
[[nodiscard]] std::optional<std::int64_t> read_utc(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
