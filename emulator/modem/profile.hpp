#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/names.hpp"

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

/// A message that is stored at the start.
struct InitialSms {
  qmi::wms::StorageType storage = qmi::wms::StorageType::UIM;
  qmi::wms::MessageTagType tag = qmi::wms::MessageTagType::MtNotRead;
  qmi::Bytes pdu;  ///< with the service centre, see sms_pdu.hpp
};

struct SmsSettings {
  std::string smsc;                  ///< service centre on the SIM: "+491713920000"; empty: none
  std::string own_number;            ///< what is sent there comes back; empty: none
  std::uint16_t sim_size = 30;       ///< messages
  std::uint16_t modem_size = 23;     ///< messages
  Duration send_after{0};            ///< from a request to send to its answer
  bool list_needs_mode = false;      ///< List Messages without a mode is 17 MissingArgument
  std::chrono::sys_seconds clock{};  ///< the network's, at the start
  std::vector<InitialSms> messages;  ///< as many as there is room for
};

/// What the network answers to a USSD code or, in a menu, to a choice.
struct UssdReply {
  std::string code;  ///< "*100#", "1"
  std::string text;  ///< UTF-8
  Duration after{0};
  std::vector<UssdReply> answers;  ///< what the user can choose; none: the session ends with this
};

struct OmaSettings {
  enum class Outcome : std::uint8_t { failed, updated, no_update };
  Outcome outcome = Outcome::failed;
  qmi::oma::SessionFailedReason reason = qmi::oma::SessionFailedReason::ServerUnavailable;
  Duration after{0};                    ///< from the start of a session to its end
  std::optional<Duration> alert_after;  ///< after power-on the network asks for a session; nothing: never
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
  SmsSettings sms;
  std::vector<UssdReply> ussd;
  OmaSettings oma;
};

}  // namespace modembench::modem
