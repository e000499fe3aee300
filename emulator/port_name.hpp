#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace modembench {

/// A port of a modem, by the name that a Linux host gives it: "qmi", or "ttyUSB" and a number. Which of them a modem
/// has, and what each is for, its shape says (shape.hpp).
enum class PortName : std::uint8_t { qmi };

inline constexpr unsigned kMaxTtyUsb = 99;  ///< The highest number of a ttyUSB port; the limit is ours.

/// The serial port ttyUSB`number`; `number` is at most `kMaxTtyUsb`.
constexpr PortName tty_usb(unsigned number) { return static_cast<PortName>(number + 1); }

/// The number of a serial port: 2 of ttyUSB2.
constexpr unsigned tty_usb_number(PortName port) { return static_cast<unsigned>(port) - 1; }

inline std::string to_string(PortName port) {
  return port == PortName::qmi ? "qmi" : "ttyUSB" + std::to_string(tty_usb_number(port));
}

/// The port with that name. Nothing for a text that is the name of no port: "ttyUSB007", "ttyACM0".
inline std::optional<PortName> port_from_string(std::string_view name) {
  if (name == "qmi") return PortName::qmi;
  for (unsigned number = 0; number <= kMaxTtyUsb; ++number) {
    if (to_string(tty_usb(number)) == name) return tty_usb(number);
  }
  return std::nullopt;
}

/// Tells the connections of one port apart: a pty has one (0), a socket many.
using ConnectionId = std::uint32_t;
/// The one connection of a port that has one client at a time.
inline constexpr ConnectionId kOnlyConnection = 0;

}  // namespace modembench
