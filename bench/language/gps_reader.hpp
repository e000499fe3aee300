#pragma once

#include <cstdint>
#include <optional>

#include "bench/language/yaml_reader.hpp"

/// Settings of the GPS receiver that no form of the grammar reads.
namespace modembench::bench {

/// Reads a course: degrees from north, from 0 to below 360.
[[nodiscard]] std::optional<double> read_course(Reader& reader, const YamlNode& node);

/// Reads a moment in UTC, "2012-06-18T12:00:00Z". Returns seconds since 1970.
[[nodiscard]] std::optional<std::int64_t> read_utc(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
