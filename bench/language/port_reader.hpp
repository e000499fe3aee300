#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "emulator/port_name.hpp"

namespace modembench::bench {

/// A port of the modem that the file is about (Reader::shape), by its name.
[[nodiscard]] std::optional<PortName> read_port(Reader& reader, const YamlNode& node);
[[nodiscard]] std::optional<PortName> read_serial_port(Reader& reader, const YamlNode& node);
/// A port that receives bytes: a serial one; what the QMI port receives are requests.
[[nodiscard]] std::optional<PortName> read_receiving_port(Reader& reader, const YamlNode& node);

/// The entries of a map whose keys are serial ports of the modem, each port once. `of_what` is what the map is of:
/// "serial ports and their voices".
[[nodiscard]] std::vector<std::pair<PortName, const YamlNode*>> read_serial_ports(Reader& reader, const YamlNode& node,
                                                                                  std::string_view of_what);

/// A name that a port of some modem can have.
[[nodiscard]] std::optional<PortName> read_any_port(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
