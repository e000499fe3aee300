#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/qmi/enums/oma.hpp"
#include "emulator/qmi/enums/wms.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/shape.hpp"

/// What makes one modem different from another, and one start from another: plain data, read from
/// a modem's file and a scenario's `set:` by the scenario room.
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

struct LockSettings {
  bool active = false;   ///< this personalization is on
  bool blocking = true;  ///< and it keeps the modem off every network
  std::string key;       ///< the control key that takes it off
  std::string unblock_key;
  std::uint8_t retries = 5;
  std::uint8_t unblock_retries = 10;
};

struct SimSettings {
  enum class State : std::uint8_t { ready, pin_required, puk_required, absent };
  /// How the PIN messages of DMS are answered; modems with the UIM service refuse them in one of these ways.
  enum class PinService : std::uint8_t { present, not_supported, unknown };
  State state = State::ready;
  Duration ready_after{0};  ///< after power-on; until then everything about the SIM is 37 UimUninitialized
  PinService pin_through_dms = PinService::present;
  std::string pin = "1234";
  std::string puk = "12345678";
  std::uint8_t pin_retries = 3;
  std::uint8_t puk_retries = 10;
  std::string pin2 = "1234";
  std::string puk2 = "12345678";
  std::uint8_t pin2_retries = 3;
  std::uint8_t puk2_retries = 10;
  std::string iccid;
  std::string imsi;
  std::string number;                   ///< MSISDN; empty: none is stored
  std::array<LockSettings, 5> locks{};  ///< by DMS UimFacility
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

/// In bits a second; tx is what the host sends.
struct Rates {
  std::uint64_t tx = 0;
  std::uint64_t rx = 0;
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
  /// What the device can do at most; what a call has depends on its bearer too.
  Rates max_rates{5'760'000, 14'400'000};
  /// Traffic that is made up while a call is up and active: it is counted, nothing is sent.
  Rates traffic;
};

/// What becomes of the frames on the network interface while a call is up.
struct DataSettings {
  enum class Fault : std::uint8_t {
    none,
    no_dhcp,        ///< DHCP is never answered; who knows the settings from QMI gets through
    black_hole,     ///< there is an address to be had, and nothing but that ever comes back
    stalled,        ///< no frame is taken any more and none comes, while QMI answers
    wrong_framing,  ///< Ethernet where raw IP was agreed, and the other way round
  };
  Fault fault = Fault::none;
  std::uint64_t after_bytes = 0;  ///< the fault begins when so much has come down to the host since it was set
  bool host_services = false;     ///< the gateway's TCP and UDP ports are those of the machine's loopback
  bool operator==(const DataSettings&) const = default;
};

struct ClientIdSettings {
  enum class Numbering : std::uint8_t { lowest_free, round_robin };
  enum class Sync : std::uint8_t { drops, keeps, unknown };
  std::uint16_t limit = 32;       ///< how many can be allocated at once over all services; then 5 ClientIdsExhausted
  bool unique_over_modem = true;  ///< false: every service counts from 1
  Numbering numbering = Numbering::lowest_free;
  Sync sync = Sync::drops;         ///< what CTL Sync does to those that are allocated; unknown: it is refused with 71
  bool sync_after_restart = true;  ///< a Sync indication says that they are all gone
  bool invalid_indicated = false;  ///< an unknown one is told by CTL Invalid CID, too
  bool release_indicated = false;  ///< CTL Release CID Indication follows the answer to a release
};

/// What the control service has besides client ids.
struct ControlSettings {
  bool instance_id = true;       ///< Set Instance ID is known
  bool raw_ip = false;           ///< Set Data Format takes raw-ip
  std::string version_addendum;  ///< a label for the addendum of Get Version Info; empty: there is none
};

struct PowerSettings {
  std::uint8_t state = 1;            ///< DMS PowerState flags
  std::uint8_t battery_level = 100;  ///< percent
};

/// What the modem knows of itself besides its fixed answers.
struct DeviceSettings {
  std::uint64_t time_at_start = 0;     ///< of its clock, in milliseconds since 1980-01-06 00:00
  std::uint16_t time_source = 0;       ///< DMS TimeSource
  std::optional<std::uint16_t> prl;    ///< version of the preferred roaming list, if there is one
  std::uint16_t activation_state = 1;  ///< DMS ActivationState
  Duration activation_takes{0};        ///< from Activate Automatic until it is activated
  std::string programming_code = "000000";
  std::string user_lock_code = "0000";
  bool user_lock = false;
  std::uint16_t offline_reason = 0;  ///< DMS OfflineReason flags, told while the mode is offline
  bool wireless_disable = false;     ///< the hardware switch
  bool reset_needs_offline = false;  ///< a restart is refused in any other mode
  Duration restart_after{0};         ///< from "reset" until the modem starts anew
  Duration shut_down_after{0};       ///< from "shutting down" until nothing answers any more
};

struct ImageSettings {
  std::string build_id;
  std::string unique_id;  ///< at most 16 bytes; filled up with 0
  std::uint8_t storage_index = 255;
  std::uint8_t failure_count = 255;
  std::uint16_t boot_major = 0;  ///< of a modem image
  std::uint16_t boot_minor = 0;
  std::uint32_t pri_version = 0;  ///< of a PRI image
  std::string pri_info;           ///< at most 32 bytes
  std::uint32_t oem_lock_id = 0;
};

struct FirmwareSettings {
  std::uint32_t id = 0;  ///< of the scheme before there were stored images
  std::uint32_t host_lock_id = 0;
  std::uint8_t maximum_images = 4;  ///< of each type
  std::uint8_t maximum_build_id = 32;
  std::vector<ImageSettings> modem_images;  ///< the first one runs
  std::vector<ImageSettings> pri_images;
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

/// What the modem says of itself on the USB.
struct UsbIdentity {
  static constexpr std::size_t kMaxText = 126;           ///< a string descriptor's length is one byte
  static constexpr std::uint8_t kMaxConfigurations = 8;  ///< that Linux reads (USB_MAXCONFIG)
  std::uint16_t vendor = 0;
  std::uint16_t product = 0;
  std::uint16_t boot_loader = 0;  ///< the product id while it has no firmware; 0: it has no such state
  std::uint16_t release = 0;      ///< bcdDevice
  std::uint8_t configurations = 1;
  std::uint8_t attributes = 0xE0;    ///< bmAttributes: bus- and self-powered, remote wakeup
  std::uint16_t milliamperes = 500;  ///< MaxPower
  std::string manufacturer{};
  std::string product_name{};
  Shape shape{};  ///< the interfaces of each configuration, while it has firmware
};

/// What goes wrong on the USB, where there is one. Several may.
struct UsbFaults {
  /// RESPONSE_AVAILABLE, which tells the host that an answer lies ready: never sent, or the endpoint halted instead.
  /// Linux 6.1 doesn't clear that halt and fills its log for as long as the port is open.
  enum class Notification : std::uint8_t { sent, dropped, stalled };
  /// GET_ENCAPSULATED_RESPONSE, by which the host fetches it.
  enum class Fetch : std::uint8_t {
    answered,
    stalled,    ///< refused; the answer stays, and comes with the next fetch
    late,       ///< answered after `fetch_delay`
    empty,      ///< answered with nothing; the answer is lost
    oversized,  ///< filled up with zeros to all that the host takes
  };

  Notification notification = Notification::sent;
  Fetch fetch = Fetch::answered;
  Duration fetch_delay{0};
  bool silent = false;       ///< enumerated and configured, but dead: takes everything, says nothing
  bool boot_loader = false;  ///< it has no firmware: another device, of one interface

  bool operator==(const UsbFaults&) const = default;
};

/// What happens to a modem from outside, by its slot: only what is said changes.
struct Surroundings {
  std::optional<bool> wireless_disable;       ///< the hardware switch
  std::optional<std::uint8_t> power_state;    ///< DMS PowerState flags
  std::optional<std::uint8_t> battery_level;  ///< percent
};

struct Profile {
  std::string name;   ///< "mc8355"
  std::string about;  ///< "Sierra Wireless MC8355 (Gobi 3000)"
  UsbIdentity usb;
  UsbFaults usb_faults;
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
  ControlSettings control;
  DataSettings data;
  PowerSettings power;
  DeviceSettings device;
  FirmwareSettings firmware;
  GpsSettings gps;
  SmsSettings sms;
  std::vector<UssdReply> ussd;
  OmaSettings oma;
};

}  // namespace modembench::modem
