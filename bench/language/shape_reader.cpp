#include "bench/language/shape_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/read_map.hpp"

namespace modembench::bench {
namespace {

constexpr std::uint8_t kEndpointNumber = 0x0F;
constexpr std::uint8_t kToHost = 0x80;

/// The place of a key's value; the map itself if the key isn't there.
const YamlNode& at(const MapReader& map, std::string_view key) {
  const auto* node = map.find(key);
  return node != nullptr ? *node : map.node();
}

/// Notes what keeps the driver from making a port of an interface (Linux 6.1: qmi_wwan_bind, qcprobe, usb-serial).
void check_driver(Reader& reader, const MapReader& map, const Interface& interface) {
  const bool is_qmi = interface.kind == PortKind::qmi;
  if (is_qmi != (interface.port == PortName::qmi)) {
    reader.mistake(at(map, "port"), is_qmi ? "the port of kind qmi is called qmi: clients and scenarios know it by that"
                                           : "'qmi' is the name of the port of kind qmi");
  }
  if (is_qmi != (interface.driver == Driver::qmi_wwan)) {
    reader.mistake(at(map, "driver"), fmt::format("{} makes no port of kind {}", to_string(interface.driver),
                                                  is_qmi ? "qmi" : "diag, at or nmea"));
  }
  using Type = Endpoint::Type;
  const bool has_bulk = interface.find(Type::bulk, true) != nullptr && interface.find(Type::bulk, false) != nullptr;
  const bool notifies = !is_qmi || interface.find(Type::interrupt, true) != nullptr;
  if (has_bulk && notifies) return;
  reader.mistake(at(map, "endpoints"),
                 is_qmi ? "qmi_wwan needs a bulk endpoint in either direction, and an interrupt endpoint to the host"
                        : "qcserial needs a bulk endpoint in either direction");
}

void check_endpoints(Reader& reader, const MapReader& map, const Interface& interface) {
  for (const auto& endpoint : interface.endpoints) {
    const bool has_number = (endpoint.address & kEndpointNumber) != 0;
    if (has_number && (endpoint.address & ~(kEndpointNumber | kToHost)) == 0) continue;
    reader.mistake(
        at(map, "endpoints"),
        fmt::format("{:#04x} is no endpoint's address: 0x01 to 0x0f, to the host 0x81 to 0x8f", endpoint.address));
  }
}

/// Notes what an interface has that an interface before it, or it itself, has already.
void check_once(Reader& reader, const MapReader& map, const Interface& interface, const Shape& before) {
  if (before.find_number(interface.number) != nullptr) {
    reader.mistake(at(map, "number"), fmt::format("interface {} is there twice", interface.number));
  }
  if (before.find(interface.port) != nullptr) {
    reader.mistake(at(map, "port"), fmt::format("port {} is there twice", to_string(interface.port)));
  }
  std::vector<std::uint8_t> addresses;
  for (const auto& other : before.interfaces) {
    for (const auto& endpoint : other.endpoints) addresses.push_back(endpoint.address);
  }
  for (const auto& endpoint : interface.endpoints) {
    if (std::find(addresses.begin(), addresses.end(), endpoint.address) != addresses.end()) {
      reader.mistake(at(map, "endpoints"), fmt::format("endpoint {:#04x} is there twice", endpoint.address));
    }
    addresses.push_back(endpoint.address);
  }
}

}  // namespace

std::optional<Shape> read_shape(Reader& reader, const YamlNode& node) {
  const auto noted = reader.noted();
  Shape shape;
  const auto items = reader.one_or_list(node);
  if (items.size() > Shape::kMaxInterfaces) {
    reader.mistake(node, fmt::format("a modem has {} interfaces at most", Shape::kMaxInterfaces));
    return std::nullopt;
  }
  for (const auto& item : items) {
    const auto before = reader.noted();
    Interface interface;
    read_into(reader, item, grammar::usb_interface, interface);
    const MapReader map(reader, item, grammar::usb_interface);
    if (reader.noted() != before) continue;
    check_driver(reader, map, interface);
    check_endpoints(reader, map, interface);
    check_once(reader, map, interface, shape);
    shape.interfaces.push_back(std::move(interface));
  }
  if (reader.noted() == noted && shape.find(PortName::qmi) == nullptr) {
    reader.mistake(node, "a modem has a port of kind qmi, and none of these is one");
  }
  if (reader.noted() != noted) return std::nullopt;
  return shape;
}

}  // namespace modembench::bench
