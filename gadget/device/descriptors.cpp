#include "gadget/device/descriptors.hpp"

#include <algorithm>

namespace modembench::gadget {
namespace {

using qmi::Bytes;
using Type = Endpoint::Type;

constexpr std::uint8_t kDevice = 1, kConfiguration = 2, kString = 3, kInterface = 4, kEndpoint = 5, kQualifier = 6,
                       kOtherSpeed = 7;
constexpr std::uint8_t kVendorSpecific = 0xFF;

std::uint8_t low(std::uint16_t number) { return static_cast<std::uint8_t>(number & 0xFF); }
std::uint8_t high(std::uint16_t number) { return static_cast<std::uint8_t>(number >> 8); }

void add(Bytes& to, std::initializer_list<std::uint8_t> bytes) { to.insert(to.end(), bytes); }

std::uint16_t packet_size(const Endpoint& endpoint, Speed speed) {
  if (speed == Speed::full) return kFullSpeedPacket;
  return endpoint.type == Type::bulk ? kBulkPacket : kInterruptPacket;
}

/// bInterval. High speed as printed: 2 ms are 2^(5-1) microframes, and 32 for bulk OUT; what bulk IN has isn't printed,
/// the same is guessed. Full speed guessed: the same 2 ms.
std::uint8_t interval(const Endpoint& endpoint, Speed speed) {
  if (speed == Speed::full) return endpoint.type == Type::interrupt ? 2 : 0;
  return endpoint.type == Type::interrupt ? 5 : 32;
}

std::vector<Endpoint> in_order(std::vector<Endpoint> endpoints, EndpointOrder order) {
  if (order == EndpointOrder::bulk_first) {
    std::stable_partition(endpoints.begin(), endpoints.end(),
                          [](const Endpoint& endpoint) { return endpoint.type == Type::bulk && endpoint.to_host(); });
  }
  return endpoints;
}

}  // namespace

std::optional<std::uint8_t> Interface::find(Type type, bool to_host) const {
  for (const auto& endpoint : endpoints) {
    if (endpoint.type == type && endpoint.to_host() == to_host) return endpoint.address;
  }
  return std::nullopt;
}

std::optional<unsigned> Description::interface_of(PortName port) const {
  for (unsigned number = 0; number < interfaces.size(); ++number) {
    if (interfaces[number].port == port) return number;
  }
  return std::nullopt;
}

Description running_modem(const modem::UsbIdentity& identity) {
  return {identity,
          {{PortName::qmi, {{0x81, Type::interrupt}, {0x82, Type::bulk}, {0x01, Type::bulk}}},
           {PortName::ttyUSB0, {{0x83, Type::bulk}, {0x02, Type::bulk}}},
           {PortName::ttyUSB1, {{0x84, Type::interrupt}, {0x85, Type::bulk}, {0x03, Type::bulk}}},
           {PortName::ttyUSB2, {{0x86, Type::bulk}, {0x04, Type::bulk}}}}};
}

Description boot_loader(const modem::UsbIdentity& identity) {
  Description loader{identity, {{PortName::ttyUSB0, {{0x81, Type::bulk}, {0x01, Type::bulk}}}}};
  loader.identity.product = identity.boot_loader;
  loader.identity.configurations = 1;
  return loader;
}

Bytes interface_descriptors(const Description& device, Speed speed, EndpointOrder order) {
  Bytes bytes;
  std::uint8_t number = 0;
  for (const auto& interface : device.interfaces) {
    // Only the very first IN endpoint matters to who renumbers them.
    const auto endpoints = in_order(interface.endpoints, number == 0 ? order : EndpointOrder::real);
    add(bytes, {9, kInterface, number, 0, static_cast<std::uint8_t>(endpoints.size()), kVendorSpecific, kVendorSpecific,
                kVendorSpecific, 0});
    for (const auto& endpoint : endpoints) {
      const auto packet = packet_size(endpoint, speed);
      add(bytes, {7, kEndpoint, endpoint.address, static_cast<std::uint8_t>(endpoint.type), low(packet), high(packet),
                  interval(endpoint, speed)});
    }
    ++number;
  }
  return bytes;
}

Bytes device_descriptor(const Description& device) {
  const auto& id = device.identity;
  const auto text = [](const std::string& string, std::uint8_t index) -> std::uint8_t {
    return string.empty() ? 0 : index;
  };
  return {18,
          kDevice,
          low(kUsbVersion),
          high(kUsbVersion),
          0,
          0,
          0,
          kControlPacket,
          low(id.vendor),
          high(id.vendor),
          low(id.product),
          high(id.product),
          low(id.release),
          high(id.release),
          text(id.manufacturer, 1),
          text(id.product_name, 2),
          0,
          id.configurations};
}

Bytes device_qualifier(const Description& device) {
  return {10, kQualifier, low(kUsbVersion), high(kUsbVersion), 0, 0, 0, kControlPacket, device.identity.configurations,
          0};
}

std::optional<Bytes> configuration_descriptor(const Description& device, std::uint8_t number, Speed speed,
                                              bool other_speed) {
  if (number >= device.identity.configurations) return std::nullopt;
  const auto interfaces = interface_descriptors(device, speed, EndpointOrder::real);
  const auto total = static_cast<std::uint16_t>(9 + interfaces.size());
  Bytes bytes;
  add(bytes, {9, other_speed ? kOtherSpeed : kConfiguration, low(total), high(total),
              static_cast<std::uint8_t>(device.interfaces.size()), static_cast<std::uint8_t>(number + 1), 0,
              kAttributes, static_cast<std::uint8_t>(kMilliamperes / 2)});
  bytes.insert(bytes.end(), interfaces.begin(), interfaces.end());
  return bytes;
}

std::optional<Bytes> string_descriptor(const Description& device, std::uint8_t number, std::uint16_t language) {
  if (number == 0) return Bytes{4, kString, low(kEnglish), high(kEnglish)};
  if (number > 2 || language != kEnglish) return std::nullopt;
  auto text = number == 1 ? device.identity.manufacturer : device.identity.product_name;
  if (text.empty()) return std::nullopt;
  text.resize(std::min(text.size(), modem::UsbIdentity::kMaxText));
  Bytes bytes;
  add(bytes, {static_cast<std::uint8_t>(2 + 2 * text.size()), kString});
  // The texts of a modem file are ASCII here: what is beyond is a question mark.
  for (const char c : text) add(bytes, {static_cast<std::uint8_t>(static_cast<unsigned char>(c) < 0x80 ? c : '?'), 0});
  return bytes;
}

}  // namespace modembench::gadget
