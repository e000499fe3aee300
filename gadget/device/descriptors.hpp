#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "emulator/modem/settings/usb.hpp"
#include "emulator/modem/usb_identity.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/shape.hpp"

/// The descriptors by which a USB device describes itself. Layouts: USB 2.0, chapter 9.
namespace modembench::gadget {

enum class Speed : std::uint8_t { full, high };

/// The identity of a modem's boot loader (QDL). While a modem that runs is what its identity says, its boot loader is
/// another device: it has one interface, with bulk IN and bulk OUT in this order, which becomes the first serial port,
/// under the product id `identity.boot_loader`. The source of that: Linux' qcserial takes such a device for QDL.
[[nodiscard]] modem::UsbIdentity boot_loader(const modem::UsbIdentity& identity);

/// A device as it shows itself on a bus.
struct ShownDevice {
  modem::UsbIdentity identity;
  std::uint8_t configurations = 1;  ///< the number of configurations, all alike
};

/// The device that the modem shows itself as: itself, or its boot loader, which has one configuration.
[[nodiscard]] inline ShownDevice shown(const modem::UsbIdentity& identity, const modem::UsbSettings& settings) {
  if (settings.faults.boot_loader) return {boot_loader(identity)};
  return {identity, settings.configurations};
}

/// Types of descriptors (USB 2.0, table 9-5).
inline constexpr std::uint8_t kDeviceDescriptor = 1, kConfigurationDescriptor = 2, kStringDescriptor = 3,
                              kInterfaceDescriptor = 4, kEndpointDescriptor = 5, kQualifierDescriptor = 6,
                              kOtherSpeedDescriptor = 7;

inline constexpr std::uint16_t kFullSpeedPacket = 64;  ///< wMaxPacketSize at full speed, at most (USB 2.0, 5.8.3)
inline constexpr std::uint16_t kUsbVersion = 0x0200;   ///< with more, qmi_wwan wants DTR (kernel 6.1, qmi_wwan_bind)
inline constexpr std::uint16_t kEnglish = 0x0409;      ///< the language of the strings
inline constexpr std::uint8_t kControlPacket = 64;     ///< bMaxPacketSize0

/// The order of the endpoints of an interface. Where the UDC hands out endpoint numbers, its first IN endpoint is the
/// one with the first number; dummy_hcd's numbers collide unless that is a bulk one.
enum class EndpointOrder : std::uint8_t { real, bulk_first };

/// Interface and endpoint descriptors of one configuration, one after the other, without the configuration's own.
[[nodiscard]] qmi::Bytes interface_descriptors(const modem::UsbIdentity& device, Speed speed, EndpointOrder order);

[[nodiscard]] qmi::Bytes device_descriptor(const ShownDevice& device);
/// The device qualifier, which describes the device at the other speed (bDescriptorType 6).
[[nodiscard]] qmi::Bytes device_qualifier(const ShownDevice& device);
/// A whole configuration descriptor. `number` counts from 0; nothing if there aren't so many. `other_speed` makes it
/// one of bDescriptorType 7.
[[nodiscard]] std::optional<qmi::Bytes> configuration_descriptor(const ShownDevice& device, std::uint8_t number,
                                                                 Speed speed, bool other_speed = false);
/// A string descriptor. 0: the languages, 1: manufacturer, 2: product; nothing for other numbers and other languages.
[[nodiscard]] std::optional<qmi::Bytes> string_descriptor(const modem::UsbIdentity& device, std::uint8_t number,
                                                          std::uint16_t language);

}  // namespace modembench::gadget
