#include "bench/language/port_reader.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace modembench::bench {
namespace {

std::optional<PortName> read_one_of(Reader& reader, const YamlNode& node, std::string_view kind,
                                    const std::vector<PortName>& ports) {
  if (ports.empty()) {
    reader.mistake(node, fmt::format("this modem has no {}", kind));
    return std::nullopt;
  }
  std::vector<std::string> names;
  for (const auto port : ports) names.push_back(to_string(port));
  const auto index = reader.choice(node, kind, std::vector<std::string_view>(names.begin(), names.end()));
  if (!index) return std::nullopt;
  return ports[*index];
}

}  // namespace

std::optional<PortName> read_port(Reader& reader, const YamlNode& node) {
  // If the modem couldn't be read, a mistake says so already.
  if (reader.shape() == nullptr) return std::nullopt;
  return read_one_of(reader, node, "port", reader.shape()->ports());
}

std::optional<PortName> read_serial_port(Reader& reader, const YamlNode& node) {
  if (reader.shape() == nullptr) return std::nullopt;
  return read_one_of(reader, node, "serial port", reader.shape()->serial_ports());
}

std::optional<PortName> read_receiving_port(Reader& reader, const YamlNode& node) {
  const auto port = read_port(reader, node);
  if (port == PortName::qmi) reader.mistake(node, "qmi is no serial port; expect a 'request' of it");
  return port;
}

std::vector<std::pair<PortName, const YamlNode*>> read_serial_ports(Reader& reader, const YamlNode& node,
                                                                    std::string_view of_what) {
  std::vector<std::pair<PortName, const YamlNode*>> entries;
  for (const auto& entry : reader.map(node, of_what)) {
    const auto port = read_serial_port(reader, entry.key);
    if (!port) continue;
    const auto is_same = [&](const auto& other) { return other.first == *port; };
    if (std::any_of(entries.begin(), entries.end(), is_same)) {
      reader.mistake(entry.key, fmt::format("'{}' is there twice", to_string(*port)));
      continue;
    }
    entries.emplace_back(*port, &entry.value);
  }
  return entries;
}

std::optional<PortName> read_any_port(Reader& reader, const YamlNode& node) {
  const auto text = reader.text(node);
  if (!text) return std::nullopt;
  const auto port = port_from_string(*text);
  if (!port) {
    reader.mistake(node, fmt::format("should be a port: qmi, or ttyUSB with a number up to {}, is {}", kMaxTtyUsb,
                                     describe(node)));
  }
  return port;
}

}  // namespace modembench::bench
