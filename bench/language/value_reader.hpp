#pragma once

#include <cstdint>
#include <optional>

#include "bench/language/yaml_reader.hpp"
#include "emulator/qmi/spec.hpp"
#include "emulator/qmi/value.hpp"

namespace modembench::bench {

/// How much of a structure must be given: all of it, as in a message to be sent, or only the members to be compared.
enum class Extent : std::uint8_t { whole, part };

/// Reads a value of a type of the QMI schema. A number is 12 or 0x1f, a value of an enumeration a name or a number, a
/// mask A|B or [A, B], bytes are "01 02" or [1, 2], a structure is a map, an address a text. A value that doesn't fit
/// the type in its range, length or members is a mistake.
[[nodiscard]] std::optional<qmi::Value> read_value(Reader& reader, const YamlNode& node, const qmi::TypeSpec& type,
                                                   Extent extent = Extent::whole);

/// Reads bytes: "01 02", "0102" or [0x01, 2].
[[nodiscard]] std::optional<qmi::Bytes> read_bytes(Reader& reader, const YamlNode& node);

/// A version, "1.11": two numbers, as 1.10 isn't 1.1.
struct Version {
  std::uint16_t major = 0;
  std::uint16_t minor = 0;
};
/// Reads a version, "1.11".
[[nodiscard]] std::optional<Version> read_version(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
