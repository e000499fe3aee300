#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "emulator/port_name.hpp"

namespace modembench::bench {

/// Reads the name of a port that the modem (Reader::shape) has.
[[nodiscard]] std::optional<PortName> read_port(Reader& reader, const YamlNode& node);
/// Reads the name of a serial port that the modem has.
[[nodiscard]] std::optional<PortName> read_serial_port(Reader& reader, const YamlNode& node);
/// Reads the name of a port that receives plain bytes, which every serial port does. The QMI port receives requests.
[[nodiscard]] std::optional<PortName> read_receiving_port(Reader& reader, const YamlNode& node);

/// Reads a map whose keys are serial ports of the modem, each of them once. Returns each port with its value, which
/// lives as long as `node`. `of_what` says in a mistake what the map holds: "serial ports and their voices".
[[nodiscard]] std::vector<std::pair<PortName, const YamlNode*>> read_serial_ports(Reader& reader, const YamlNode& node,
                                                                                  std::string_view of_what);

/// Reads a name that a port of any modem can have.
[[nodiscard]] std::optional<PortName> read_any_port(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
