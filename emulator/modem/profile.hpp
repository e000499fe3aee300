#pragma once

#include <cstdint>
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

struct RegistrationSettings {
  enum class Outcome : std::uint8_t { home, roaming, denied, searching };
  Outcome outcome = Outcome::home;
  Duration after{0};  ///< from the moment SIM and operating mode allow it
  std::uint16_t mcc = 0;
  std::uint16_t mnc = 0;
  std::string network;                          ///< as NAS Get Serving System describes it
  std::vector<std::uint8_t> radio_interfaces;   ///< NAS RadioInterface values
  std::vector<std::uint8_t> data_capabilities;  ///< NAS DataCapability values
};

struct SignalSettings {
  std::int8_t dbm = -70;  ///< -125..-50, of the first radio interface
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

/// What the GPS receiver sees while it tracks.
struct GpsSettings {
  bool fix = true;        ///< false: never a position, as indoors
  Duration fix_after{0};  ///< from the start of tracking
  double latitude = 0;    ///< degrees, north positive
  double longitude = 0;   ///< degrees, east positive
  double altitude = 0;    ///< metres above the sea
  double speed = 0;       ///< km/h
  double course = 0;      ///< degrees from north, clockwise
  std::int64_t time = 0;  ///< UTC when the run starts, in seconds since 1970
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
  RegistrationSettings registration;
  SignalSettings signal;
  CallSettings call;
  ClientIdSettings client_ids;
  GpsSettings gps;
};

}  // namespace modembench::modem
