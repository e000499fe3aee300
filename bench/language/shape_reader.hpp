#pragma once

#include <optional>

#include "bench/language/yaml_reader.hpp"
#include "emulator/shape.hpp"

namespace modembench::bench {

/// Reads `interfaces` of a modem's `usb`, in the order of their descriptors:
///   interfaces:
///     - number: 0
///       driver: qmi_wwan          # or qcserial
///       kind: qmi                 # or diag, at, nmea
///       port: qmi                 # or ttyUSB0, ttyUSB1 …
///       endpoints: [{address: 0x81, type: interrupt, packet: 64, interval: 5}, …]
/// Each number, port and endpoint address must be there once, one port must be the QMI port, and each interface must
/// have the endpoints without which its driver makes no port of it. Returns nothing if any of this is wrong.
[[nodiscard]] std::optional<Shape> read_shape(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
