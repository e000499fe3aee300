#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "emulator/port_name.hpp"

/// The shape of a modem: its USB interfaces, and the port that a Linux host makes of each. Plain data, read from the
/// modem's file; all rooms read it from here.
namespace modembench {

/// What a port speaks.
enum class PortKind : std::uint8_t { qmi, diag, at, nmea };

/// The Linux driver that binds an interface.
enum class Driver : std::uint8_t { qmi_wwan, qcserial };

constexpr std::string_view to_string(Driver driver) { return driver == Driver::qmi_wwan ? "qmi_wwan" : "qcserial"; }

/// An endpoint, as its descriptor has it at high speed (USB 2.0, 9.6.6).
struct Endpoint {
  enum class Type : std::uint8_t { bulk = 2, interrupt = 3 };
  std::uint8_t address = 0;  ///< 0x80 set: to the host
  Type type = Type::bulk;
  std::uint16_t packet = 512;  ///< wMaxPacketSize, bytes
  std::uint8_t interval = 0;   ///< bInterval

  [[nodiscard]] bool to_host() const { return (address & 0x80) != 0; }
  bool operator==(const Endpoint&) const = default;
};

/// An interface of one altsetting.
struct Interface {
  std::uint8_t number = 0;  ///< bInterfaceNumber
  std::uint8_t interface_class = 0xFF;
  std::uint8_t subclass = 0xFF;
  std::uint8_t protocol = 0xFF;
  Driver driver = Driver::qcserial;
  PortKind kind = PortKind::qmi;
  PortName port = PortName::qmi;
  std::vector<Endpoint> endpoints;

  /// The first endpoint of that type and direction; null if there is none.
  [[nodiscard]] const Endpoint* find(Endpoint::Type type, bool to_host) const {
    const auto found = std::find_if(endpoints.begin(), endpoints.end(), [&](const Endpoint& endpoint) {
      return endpoint.type == type && endpoint.to_host() == to_host;
    });
    return found == endpoints.end() ? nullptr : &*found;
  }
  bool operator==(const Interface&) const = default;
};

/// The interfaces in the order of their descriptors.
struct Shape {
  static constexpr std::size_t kMaxInterfaces = 8;  ///< The limit is ours; Linux reads 32 (USB_MAXINTERFACES).

  std::vector<Interface> interfaces;

  /// All ports, the QMI port first, then the serial ports in the order of their interfaces.
  [[nodiscard]] std::vector<PortName> ports() const {
    std::vector<PortName> all;
    for (const auto& interface : interfaces) all.push_back(interface.port);
    std::stable_partition(all.begin(), all.end(), [](PortName port) { return port == PortName::qmi; });
    return all;
  }
  [[nodiscard]] std::vector<PortName> serial_ports() const {
    auto all = ports();
    std::erase(all, PortName::qmi);
    return all;
  }
  /// The interface that becomes that port; null if there is none.
  [[nodiscard]] const Interface* find(PortName port) const {
    const auto found = std::find_if(interfaces.begin(), interfaces.end(),
                                    [&](const Interface& interface) { return interface.port == port; });
    return found == interfaces.end() ? nullptr : &*found;
  }
  /// The interface of that bInterfaceNumber; null if there is none.
  [[nodiscard]] const Interface* find_number(unsigned number) const {
    const auto found = std::find_if(interfaces.begin(), interfaces.end(),
                                    [&](const Interface& interface) { return interface.number == number; });
    return found == interfaces.end() ? nullptr : &*found;
  }
  /// The drivers that bind the interfaces, each once, in the order of the interfaces.
  [[nodiscard]] std::vector<Driver> drivers() const {
    std::vector<Driver> all;
    for (const auto& interface : interfaces) {
      if (std::find(all.begin(), all.end(), interface.driver) == all.end()) all.push_back(interface.driver);
    }
    return all;
  }
  bool operator==(const Shape&) const = default;
};

}  // namespace modembench
