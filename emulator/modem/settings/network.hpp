#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/qmi/enums/nas.hpp"

namespace modembench::modem {

/// A network as one cell of it offers it.
struct NetworkSettings {
  std::uint16_t mcc = 0;
  std::uint16_t mnc = 0;
  std::string network;  ///< its name, as NAS Get Serving System describes it
  std::vector<qmi::nas::RadioInterface> radio_interfaces;
  std::vector<qmi::nas::DataCapability> data_capabilities;
  qmi::nas::ActiveBand band = qmi::nas::ActiveBand::WCDMA2100;
  std::uint16_t channel = 0;
  bool operator==(const NetworkSettings&) const = default;
};

/// The network that the modem finds by itself, and what becomes of it there.
struct RegistrationSettings : NetworkSettings {
  enum class Outcome : std::uint8_t { home, roaming, denied, searching };
  Outcome outcome = Outcome::home;
  Duration after{0};  ///< from the moment SIM and operating mode allow it
  qmi::nas::RejectCause reject_cause = qmi::nas::RejectCause::PlmnNotAllowed;  ///< of a denied registration
  bool operator==(const RegistrationSettings&) const = default;
};

/// A network that a scan finds beside the one of the registration.
struct OtherNetwork : NetworkSettings {
  bool forbidden = false;  ///< it denies registration: PLMN not allowed
  bool operator==(const OtherNetwork&) const = default;
};

/// What a scan for networks finds, and how long it takes.
struct ScanSettings {
  Duration after{0};  ///< from NAS Network Scan to its answer
  std::vector<OtherNetwork> networks;
};

/// The network of the SIM.
struct HomeNetwork {
  std::uint16_t mcc = 0;
  std::uint16_t mnc = 0;
  std::string network;
};

}  // namespace modembench::modem
