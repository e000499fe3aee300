#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "emulator/modem/usb_identity.hpp"
#include "emulator/qmi/message.hpp"

namespace modembench::modem {

/// A QMI service that a modem has, and its version.
struct ServiceVersion {
  std::uint8_t service = 0;
  std::uint16_t major_version = 0;
  std::uint16_t minor_version = 0;
};

/// A modem's answer to a message that needs no state: these TLVs, or this error (0: success).
struct FixedAnswer {
  std::uint8_t service = 0;
  std::uint16_t message = 0;
  std::uint16_t error = 0;
  std::vector<qmi::Tlv> tlvs;
};

/// Who a modem is: what makes it different from another modem and what no scenario and no run changes. How the modem
/// stands at the start of a run is in its Settings.
struct Identity {
  std::string name;   ///< "mc8355"
  std::string about;  ///< "Sierra Wireless MC8355 (Gobi 3000)"
  UsbIdentity usb;
  std::vector<ServiceVersion> services;
  std::vector<FixedAnswer> answers;
};

}  // namespace modembench::modem
