#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulator/modem/profile.hpp"
#include "emulator/port_name.hpp"
#include "emulator/qmi/bytes.hpp"

/// What a USB device says of itself. Descriptors' layouts: USB 2.0, chapter 9.
namespace modembench::gadget {

enum class Speed : std::uint8_t { full, high };

struct Endpoint {
  enum class Type : std::uint8_t { bulk = 2, interrupt = 3 };
  std::uint8_t address = 0;  ///< 0x80 set: to the host
  Type type = Type::bulk;

  [[nodiscard]] bool to_host() const { return (address & 0x80) != 0; }
};

/// An interface of one altsetting; class, subclass and protocol are FF, the vendor's own.
struct Interface {
  PortName port = PortName::qmi;  ///< what a Linux host makes of it
  std::vector<Endpoint> endpoints;

  /// The first of that type and direction.
  [[nodiscard]] std::optional<std::uint8_t> find(Endpoint::Type type, bool to_host) const;
};

struct Description {
  modem::UsbIdentity identity;
  std::vector<Interface> interfaces;  ///< the same in each configuration

  /// The number of the one that becomes that port.
  [[nodiscard]] std::optional<unsigned> interface_of(PortName port) const;
};

/// An MC8355 that runs: interface 0 is QMI and network, then DIAG, AT and NMEA. Endpoints as printed of the real one
/// (`usb/devices` in forum.openwrt.org 67267; "Gobi 3000 on Verizon", ubuntuforums 2011-07); those of interface 3
/// guessed to go on counting: both prints end before it.
[[nodiscard]] Description running_modem(const modem::UsbIdentity& identity);

/// Its boot loader (QDL): one interface, bulk IN and bulk OUT in this order, under the product id
/// `identity.boot_loader`. What it is from: Linux' qcserial takes such a one for QDL.
[[nodiscard]] Description boot_loader(const modem::UsbIdentity& identity);

/// Which of them the modem is.
[[nodiscard]] inline Description describe(const modem::UsbIdentity& identity, const modem::UsbFaults& faults) {
  return faults.boot_loader ? boot_loader(identity) : running_modem(identity);
}

inline constexpr std::uint16_t kBulkPacket = 512;  ///< wMaxPacketSize at high speed (USB 2.0, 5.8.3)
inline constexpr std::uint16_t kInterruptPacket = 64;
inline constexpr std::uint16_t kFullSpeedPacket = 64;
inline constexpr std::uint8_t kAttributes = 0xE0;     ///< bus- and self-powered, remote wakeup: as printed
inline constexpr std::uint16_t kMilliamperes = 500;   ///< as printed
inline constexpr std::uint16_t kUsbVersion = 0x0200;  ///< with more, qmi_wwan wants DTR (kernel 6.1, qmi_wwan_bind)
inline constexpr std::uint16_t kEnglish = 0x0409;     ///< the language of the strings
inline constexpr std::uint8_t kControlPacket = 64;    ///< bMaxPacketSize0

/// The order of the endpoints of an interface. Where the UDC hands out endpoint numbers, its first IN endpoint is the
/// one with the first number; dummy_hcd's numbers collide unless that is a bulk one.
enum class EndpointOrder : std::uint8_t { real, bulk_first };

/// Interface and endpoint descriptors of one configuration, one after the other, without the configuration's own.
[[nodiscard]] qmi::Bytes interface_descriptors(const Description& device, Speed speed, EndpointOrder order);

[[nodiscard]] qmi::Bytes device_descriptor(const Description& device);
/// Of the other speed (bDescriptorType 6).
[[nodiscard]] qmi::Bytes device_qualifier(const Description& device);
/// The whole of it; `number` from 0, nothing if there aren't so many. `other_speed`: bDescriptorType 7.
[[nodiscard]] std::optional<qmi::Bytes> configuration_descriptor(const Description& device, std::uint8_t number,
                                                                 Speed speed, bool other_speed = false);
/// 0: the languages, 1: manufacturer, 2: product; nothing for others and for other languages.
[[nodiscard]] std::optional<qmi::Bytes> string_descriptor(const Description& device, std::uint8_t number,
                                                          std::uint16_t language);

}  // namespace modembench::gadget
