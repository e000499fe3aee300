#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace modembench {

/// The ports of an MC8355, by the names a Linux host gives them. Which is which: interface 0 is QMI,
/// then qcserial's Gobi layout: DIAG, AT, NMEA.
enum class PortName : std::uint8_t { qmi, ttyUSB0, ttyUSB1, ttyUSB2 };

inline constexpr std::array kAllPorts = {PortName::qmi, PortName::ttyUSB0, PortName::ttyUSB1, PortName::ttyUSB2};

constexpr std::string_view to_string(PortName port) {
  constexpr std::array<std::string_view, 4> names = {"qmi", "ttyUSB0", "ttyUSB1", "ttyUSB2"};
  return names[static_cast<std::size_t>(port)];
}

constexpr std::optional<PortName> port_from_string(std::string_view name) {
  for (const auto port : kAllPorts) {
    if (to_string(port) == name) return port;
  }
  return std::nullopt;
}

/// Tells apart those who have one port open at a time: a pty has one connection (0), a socket many.
using ConnectionId = std::uint32_t;

}  // namespace modembench
