#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "emulator/modem/settings/usb.hpp"
#include "emulator/modem/usb_identity.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/shape.hpp"

/// What a USB device says of itself. Descriptors' layouts: USB 2.0, chapter 9.
namespace modembench::gadget {

enum class Speed : std::uint8_t { full, high };

/// A modem that runs is what its identity says. Its boot loader (QDL) is another device: one interface, bulk IN and
/// bulk OUT in this order, which becomes the first serial port, under the product id `identity.boot_loader`. What that
/// is from: Linux' qcserial takes such a one for QDL.
[[nodiscard]] modem::UsbIdentity boot_loader(const modem::UsbIdentity& identity);

/// A device as it shows itself on a bus.
struct ShownDevice {
  modem::UsbIdentity identity;
  std::uint8_t configurations = 1;  ///< how many there are, all alike
};

/// What the modem shows of itself: itself, or its boot loader, which has one configuration.
[[nodiscard]] inline ShownDevice shown(const modem::UsbIdentity& identity, const modem::UsbSettings& settings) {
  if (settings.faults.boot_loader) return {boot_loader(identity)};
  return {identity, settings.configurations};
}

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
/// Of the other speed (bDescriptorType 6).
[[nodiscard]] qmi::Bytes device_qualifier(const ShownDevice& device);
/// The whole of it; `number` from 0, nothing if there aren't so many. `other_speed`: bDescriptorType 7.
[[nodiscard]] std::optional<qmi::Bytes> configuration_descriptor(const ShownDevice& device, std::uint8_t number,
                                                                 Speed speed, bool other_speed = false);
/// 0: the languages, 1: manufacturer, 2: product; nothing for others and for other languages.
[[nodiscard]] std::optional<qmi::Bytes> string_descriptor(const modem::UsbIdentity& device, std::uint8_t number,
                                                          std::uint16_t language);

}  // namespace modembench::gadget
