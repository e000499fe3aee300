#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/qmi/message.hpp"

/// What makes one modem different from another, and one start from another: plain data, read from
/// `mc8355.yaml` and a scenario's `set:` by the scenario room.
namespace modembench::modem {

struct ServiceVersion {
  std::uint8_t service = 0;
  std::uint16_t major_version = 0;
  std::uint16_t minor_version = 0;
};

/// An answer that needs no state: these TLVs, or this error (0: success).
struct FixedAnswer {
  std::uint8_t service = 0;
  std::uint16_t message = 0;
  std::uint16_t error = 0;
  std::vector<qmi::Tlv> tlvs;
};

enum class OperatingMode : std::uint8_t {  // values of DMS Set Operating Mode
  online = 0,
  low_power = 1,
  factory_test = 2,
  offline = 3,
  resetting = 4,
  shutting_down = 5,
  persistent_low_power = 6,
};

struct SimSettings {
  enum class State : std::uint8_t { ready, pin_required, puk_required, absent };
  State state = State::ready;
  Duration ready_after{0};  ///< after power-on; until then everything about the SIM is 37 UimUninitialized
  std::string pin = "1234";
  std::string puk = "12345678";
  std::uint8_t pin_retries = 3;
  std::uint8_t puk_retries = 10;
};

/// A network as one cell of it offers it.
struct NetworkSettings {
  std::uint16_t mcc = 0;
  std::uint16_t mnc = 0;
  std::string network;                          ///< its name, as NAS Get Serving System describes it
  std::vector<std::uint8_t> radio_interfaces;   ///< NAS RadioInterface values
  std::vector<std::uint8_t> data_capabilities;  ///< NAS DataCapability values
  std::uint16_t band = 80;                      ///< NAS ActiveBand: WCDMA 2100
  std::uint16_t channel = 0;
  bool operator==(const NetworkSettings&) const = default;
};

/// The network that the modem finds by itself, and what becomes of it there.
struct RegistrationSettings : NetworkSettings {
  enum class Outcome : std::uint8_t { home, roaming, denied, searching };
  Outcome outcome = Outcome::home;
  Duration after{0};                ///< from the moment SIM and operating mode allow it
  std::uint16_t reject_cause = 11;  ///< NAS RejectCause of a denied registration: PLMN not allowed
  bool operator==(const RegistrationSettings&) const = default;
};

/// A network that a scan finds beside the one of the registration.
struct OtherNetwork : NetworkSettings {
  bool forbidden = false;  ///< it denies registration: PLMN not allowed
  bool operator==(const OtherNetwork&) const = default;
};

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

/// What is measured of one radio interface.
struct Reading {
  std::int8_t dbm = -70;         ///< -125..-50
  std::uint8_t ecio = 0;         ///< in -0.5 dB: 12 is -6 dB
  std::uint16_t error_rate = 0;  ///< as the radio interface counts it
  bool operator==(const Reading&) const = default;
};

/// What NAS Get Signal Strength measures: all interfaces in use are heard alike, but for those that `others` names.
struct SignalSettings : Reading {
  struct Other : Reading {
    std::uint8_t radio_interface = 0;
    bool operator==(const Other&) const = default;
  };
  std::vector<Other> others;
  std::optional<std::int32_t> io;    ///< dBm; only a CDMA receiver measures it
  std::optional<std::uint8_t> sinr;  ///< level 0..8; only EV-DO has it
  bool operator==(const SignalSettings&) const = default;

  [[nodiscard]] const Reading& of(std::uint8_t radio_interface) const {
    for (const Other& other : others) {
      if (other.radio_interface == radio_interface) return other;
    }
    return *this;
  }
};

struct CallSettings {
  Duration after{0};                ///< from WDS Start Network to its answer
  std::uint16_t refuse_reason = 0;  ///< call end reason every start is refused with; 0: calls come up
  bool status_per_client = false;   ///< Get Packet Service Status speaks only of the asking client's call
  std::string ipv4_address;
  std::string ipv4_gateway;
  std::string ipv4_netmask;
  std::string ipv4_dns1;
  std::string ipv4_dns2;
  std::string ipv6_address;
  std::uint8_t ipv6_prefix = 64;
  std::string ipv6_gateway;
  std::string ipv6_dns1;
  std::string ipv6_dns2;
  std::uint32_t mtu = 1500;
};

struct ClientIdSettings {
  std::uint16_t limit = 32;       ///< how many can be allocated at once over all services; then 5 ClientIdsExhausted
  bool unique_over_modem = true;  ///< false: every service counts from 1
};

struct UsbIdentity {
  std::uint16_t vendor = 0;
  std::uint16_t product = 0;
};

struct Profile {
  std::string name;   ///< "mc8355"
  std::string about;  ///< "Sierra Wireless MC8355 (Gobi 3000)"
  UsbIdentity usb;
  std::vector<ServiceVersion> services;
  std::vector<FixedAnswer> answers;
  OperatingMode operating_mode = OperatingMode::online;
  SimSettings sim;
  HomeNetwork home_network;
  RegistrationSettings registration;
  ScanSettings scan;
  SignalSettings signal;
  CallSettings call;
  ClientIdSettings client_ids;
};

}  // namespace modembench::modem
