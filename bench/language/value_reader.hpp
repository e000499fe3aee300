#pragma once

#include <cstdint>
#include <optional>

#include "bench/language/yaml_reader.hpp"
#include "emulator/qmi/spec.hpp"
#include "emulator/qmi/value.hpp"

namespace modembench::bench {

/// How much of a structure must be given: all of it, to be sent; or only what is to be compared.
enum class Extent : std::uint8_t { whole, part };

/// A value by its type: numbers (12, 0x1f), names of enumerations or numbers, flags as A|B or [A, B], texts,
/// bytes as "01 02" or [1, 2], lists, structures as maps, addresses as texts. What doesn't fit the type (range,
/// length, members) is noted at its place.
[[nodiscard]] std::optional<qmi::Value> read_value(Reader& reader, const YamlNode& node, const qmi::TypeSpec& type,
                                                   Extent extent = Extent::whole);

/// Bytes as "01 02", "0102" or [0x01, 2].
[[nodiscard]] std::optional<qmi::Bytes> read_bytes(Reader& reader, const YamlNode& node);

/// "1.11": two numbers with a dot between them, as 1.10 isn't 1.1.
struct Version {
  std::uint16_t major = 0;
  std::uint16_t minor = 0;
};
[[nodiscard]] std::optional<Version> read_version(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
