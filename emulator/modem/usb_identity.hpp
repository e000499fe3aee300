#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "emulator/shape.hpp"

namespace modembench::modem {

/// What a modem says of itself on the USB.
struct UsbIdentity {
  static constexpr std::size_t kMaxText = 126;  ///< a string descriptor's length is one byte
  std::uint16_t vendor = 0;
  std::uint16_t product = 0;
  std::uint16_t boot_loader = 0;     ///< the product id of the modem without firmware; 0: there is no such state
  std::uint16_t release = 0;         ///< bcdDevice
  std::uint8_t attributes = 0xE0;    ///< bmAttributes: bus- and self-powered, remote wakeup
  std::uint16_t milliamperes = 500;  ///< MaxPower
  std::string manufacturer{};
  std::string product_name{};
  Shape shape{};  ///< the interfaces of each configuration of the modem with firmware
};

}  // namespace modembench::modem
