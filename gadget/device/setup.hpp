#pragma once

#include <cstdint>

#include "emulator/qmi/bytes.hpp"

namespace modembench::gadget {

/// The eight bytes that begin a control transfer (USB 2.0, 9.3); numbers little endian on the wire.
struct Setup {
  enum class Kind : std::uint8_t { standard, by_class, vendor, reserved };
  enum class Recipient : std::uint8_t { device, interface, endpoint, other, reserved };

  std::uint8_t request_type = 0;
  std::uint8_t request = 0;
  std::uint16_t value = 0;
  std::uint16_t index = 0;
  std::uint16_t length = 0;  ///< bytes of the data stage: what the host sends, or the most that it takes

  [[nodiscard]] bool to_host() const { return (request_type & 0x80) != 0; }
  [[nodiscard]] Kind kind() const { return static_cast<Kind>((request_type >> 5) & 3); }
  [[nodiscard]] Recipient recipient() const {
    const auto number = request_type & 0x1F;
    return number < 4 ? static_cast<Recipient>(number) : Recipient::reserved;
  }
};

/// How a device answers a control request.
struct ControlAnswer {
  enum class Act : std::uint8_t {
    stall,        ///< the request is refused
    acknowledge,  ///< the request is done; there is no data stage
    take,         ///< the data stage is wanted
    give,         ///< `bytes` are the data stage: never more than Setup::length, maybe none
    hold,         ///< the answer comes later: UsbDevice::advance says what and when
  };
  Act act = Act::stall;
  qmi::Bytes bytes{};
};

}  // namespace modembench::gadget
