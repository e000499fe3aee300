#include "gadget/device/descriptors.hpp"

#include <algorithm>

namespace modembench::gadget {
namespace {

using modem::UsbIdentity;
using qmi::Bytes;
using Type = Endpoint::Type;

std::uint8_t low(std::uint16_t number) { return static_cast<std::uint8_t>(number & 0xFF); }
std::uint8_t high(std::uint16_t number) { return static_cast<std::uint8_t>(number >> 8); }

void add(Bytes& to, std::initializer_list<std::uint8_t> bytes) { to.insert(to.end(), bytes); }

std::uint16_t packet_size(const Endpoint& endpoint, Speed speed) {
  return speed == Speed::full ? std::min(endpoint.packet, kFullSpeedPacket) : endpoint.packet;
}

/// bInterval. What the modem's file says is that of high speed, there 2^(n-1) microframes of an interrupt endpoint.
/// Full speed guessed: the same time in milliseconds, 1 at least.
std::uint8_t interval(const Endpoint& endpoint, Speed speed) {
  if (speed == Speed::high) return endpoint.interval;
  if (endpoint.type == Type::bulk) return 0;
  constexpr unsigned kMicroframesPerMillisecond = 8, kMost = 12;
  const unsigned microframes = 1U << (std::clamp<unsigned>(endpoint.interval, 1, kMost) - 1);
  return static_cast<std::uint8_t>(std::clamp(microframes / kMicroframesPerMillisecond, 1U, 255U));
}

std::vector<Endpoint> in_order(std::vector<Endpoint> endpoints, EndpointOrder order) {
  if (order == EndpointOrder::bulk_first) {
    std::stable_partition(endpoints.begin(), endpoints.end(),
                          [](const Endpoint& endpoint) { return endpoint.type == Type::bulk && endpoint.to_host(); });
  }
  return endpoints;
}

}  // namespace

UsbIdentity boot_loader(const UsbIdentity& identity) {
  constexpr std::uint16_t kPacket = 512;
  constexpr std::uint8_t kInterval = 32;
  auto loader = identity;
  loader.product = identity.boot_loader;
  const auto serial_ports = identity.shape.serial_ports();
  const auto port = serial_ports.empty() ? tty_usb(0) : serial_ports.front();
  loader.shape.interfaces = {
      {.kind = PortKind::diag,
       .port = port,
       .endpoints = {{0x81, Type::bulk, kPacket, kInterval}, {0x01, Type::bulk, kPacket, kInterval}}}};
  return loader;
}

Bytes interface_descriptors(const UsbIdentity& device, Speed speed, EndpointOrder order) {
  Bytes bytes;
  for (const auto& interface : device.shape.interfaces) {
    // Only the very first IN endpoint matters to who renumbers them.
    const auto endpoints = in_order(interface.endpoints, bytes.empty() ? order : EndpointOrder::real);
    add(bytes, {9, kInterfaceDescriptor, interface.number, 0, static_cast<std::uint8_t>(endpoints.size()),
                interface.interface_class, interface.subclass, interface.protocol, 0});
    for (const auto& endpoint : endpoints) {
      const auto packet = packet_size(endpoint, speed);
      add(bytes, {7, kEndpointDescriptor, endpoint.address, static_cast<std::uint8_t>(endpoint.type), low(packet),
                  high(packet), interval(endpoint, speed)});
    }
  }
  return bytes;
}

Bytes device_descriptor(const ShownDevice& device) {
  const UsbIdentity& identity = device.identity;
  const auto text = [](const std::string& string, std::uint8_t index) -> std::uint8_t {
    return string.empty() ? 0 : index;
  };
  return {18,
          kDeviceDescriptor,
          low(kUsbVersion),
          high(kUsbVersion),
          0,
          0,
          0,
          kControlPacket,
          low(identity.vendor),
          high(identity.vendor),
          low(identity.product),
          high(identity.product),
          low(identity.release),
          high(identity.release),
          text(identity.manufacturer, 1),
          text(identity.product_name, 2),
          0,
          device.configurations};
}

Bytes device_qualifier(const ShownDevice& device) {
  return {10, kQualifierDescriptor, low(kUsbVersion), high(kUsbVersion), 0, 0, 0, kControlPacket, device.configurations,
          0};
}

std::optional<Bytes> configuration_descriptor(const ShownDevice& device, std::uint8_t number, Speed speed,
                                              bool other_speed) {
  if (number >= device.configurations) return std::nullopt;
  const UsbIdentity& identity = device.identity;
  const auto interfaces = interface_descriptors(identity, speed, EndpointOrder::real);
  const auto total = static_cast<std::uint16_t>(9 + interfaces.size());
  Bytes bytes;
  add(bytes, {9, other_speed ? kOtherSpeedDescriptor : kConfigurationDescriptor, low(total), high(total),
              static_cast<std::uint8_t>(identity.shape.interfaces.size()), static_cast<std::uint8_t>(number + 1), 0,
              identity.attributes, static_cast<std::uint8_t>(identity.milliamperes / 2)});
  bytes.insert(bytes.end(), interfaces.begin(), interfaces.end());
  return bytes;
}

std::optional<Bytes> string_descriptor(const UsbIdentity& device, std::uint8_t number, std::uint16_t language) {
  if (number == 0) return Bytes{4, kStringDescriptor, low(kEnglish), high(kEnglish)};
  if (number > 2 || language != kEnglish) return std::nullopt;
  auto text = number == 1 ? device.manufacturer : device.product_name;
  if (text.empty()) return std::nullopt;
  text.resize(std::min(text.size(), modem::UsbIdentity::kMaxText));
  Bytes bytes;
  add(bytes, {static_cast<std::uint8_t>(2 + 2 * text.size()), kStringDescriptor});
  // The texts of a modem file are ASCII here: what is beyond is a question mark.
  for (const char c : text) add(bytes, {static_cast<std::uint8_t>(static_cast<unsigned char>(c) < 0x80 ? c : '?'), 0});
  return bytes;
}

}  // namespace modembench::gadget
