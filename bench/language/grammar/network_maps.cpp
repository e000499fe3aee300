#include "bench/language/grammar/bind.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/grammar/types.hpp"
#include "bench/language/network_settings_reader.hpp"
#include "emulator/modem/settings/network.hpp"
#include "emulator/modem/settings/signal.hpp"

namespace modembench::bench::grammar {
namespace {

using modem::HomeNetwork;
using modem::NetworkSettings;
using modem::OtherNetwork;
using modem::Reading;
using modem::RegistrationSettings;
using modem::ScanSettings;
using modem::SignalSettings;
using Registration = RegistrationSettings::Outcome;

constexpr auto kStates = choices<Registration>("state of registration", {{"home", Registration::home},
                                                                         {"roaming", Registration::roaming},
                                                                         {"denied", Registration::denied},
                                                                         {"searching", Registration::searching}});
/// The longest name of a network: its length has 8 bits.
constexpr std::int64_t kMaxName = UINT8_MAX;

/// The keys that tell a network from others, bound to any struct that has these members.
template <class Owner, auto mcc, auto mnc, auto network>
struct IdentityKeys {
  static constexpr KeySpec kMcc = key_in<Owner, mcc>("mcc", integer(0, 999), "262", "The country.");
  static constexpr KeySpec kMnc = key_in<Owner, mnc>("mnc", integer(0, 999), "2", "The network in it.");
  static constexpr KeySpec kNetwork = key_in<Owner, network>("network", short_text(kMaxName), "Vodafone", "Its name.");
};
using Home = IdentityKeys<HomeNetwork, &HomeNetwork::mcc, &HomeNetwork::mnc, &HomeNetwork::network>;
constexpr KeySpec kHomeKeys[] = {Home::kMcc, Home::kMnc, Home::kNetwork};

/// The keys of a network as one cell of it offers it.
template <class Owner>
struct NetworkKeys : IdentityKeys<Owner, &NetworkSettings::mcc, &NetworkSettings::mnc, &NetworkSettings::network> {
  static constexpr KeySpec kRadioInterfaces = key_in<Owner, &NetworkSettings::radio_interfaces>(
      "radio interfaces", some(named(&radio_interfaces_type)), "[UMTS]", "What it is reached by.");
  static constexpr KeySpec kDataCapabilities = key_in<Owner, &NetworkSettings::data_capabilities>(
      "data capabilities", some(named(&data_capabilities_type)), "[HSDPA]", "What it can do for data.");
  static constexpr KeySpec kBand =
      key_in<Owner, &NetworkSettings::band>("band", named(&active_band_type, "band"), "WCDMA2100", "The band.");
  static constexpr KeySpec kChannel =
      key_in<Owner, &NetworkSettings::channel>("channel", integer(0, UINT16_MAX), "10713", "The channel.");
};

using Registered = NetworkKeys<RegistrationSettings>;
constexpr KeySpec kRegistrationKeys[] = {
    key<&RegistrationSettings::outcome>("state", one_of(kStates), "denied", "What comes of it."),
    key<&RegistrationSettings::after>("after", a(Kind::duration), "5s", "It takes that long."),
    Registered::kMcc,
    Registered::kMnc,
    Registered::kNetwork,
    Registered::kRadioInterfaces,
    Registered::kDataCapabilities,
    Registered::kBand,
    Registered::kChannel,
    key<&RegistrationSettings::reject_cause>("reject cause", named(&reject_cause_type, "reject cause"),
                                             "PlmnNotAllowed", "Why it is denied."),
};

/// The keys of the measurements of a radio interface.
template <class Owner>
struct ReadingKeys {
  static constexpr KeySpec kDbm = key_in<Owner, &Reading::dbm>("dbm", integer(-125, -50), "-71", "Its strength.");
  static constexpr KeySpec kEcio = key_in_by<Owner, read_half_decibels, &Reading::ecio>(
      "ecio", decimal(-128, 0), "-6.5", "Ec/Io in dB, in steps of 0.5, down to -127.5.");
  static constexpr KeySpec kErrorRate = key_in<Owner, &Reading::error_rate>("error rate", integer(0, UINT16_MAX), "0",
                                                                            "The error rate as NAS counts it.");
};
constexpr Value kReading = map(reading);

using Heard = ReadingKeys<SignalSettings>;
constexpr KeySpec kSignalKeys[] = {
    Heard::kDbm,
    Heard::kEcio,
    Heard::kErrorRate,
    key<&SignalSettings::io>("io", integer(-125, 0), "-106", "Io in dBm."),
    key<&SignalSettings::sinr>("sinr", integer(0, 8), "5", "The level of SINR."),
    changes_of<SignalSettings, read_others>("others", map_of(kReading), "{GSM: {dbm: -85}}",
                                            "Other radio interfaces, as far as they differ."),
};

using OneHeard = ReadingKeys<Reading>;
constexpr KeySpec kReadingKeys[] = {OneHeard::kDbm, OneHeard::kEcio, OneHeard::kErrorRate};

constexpr KeySpec kScanKeys[] = {
    key<&ScanSettings::after>("after", a(Kind::duration), "3s", "A scan takes that long."),
    key_by<read_networks, &ScanSettings::networks>(
        "networks", list(map(other_network)), "[{mcc: 262, mnc: 1, network: Telekom.de, radio interfaces: [UMTS]}]",
        "What it finds besides the network that the modem is registered on, 64 at most."),
};

using Found = NetworkKeys<OtherNetwork>;
constexpr KeySpec kOtherKeys[] = {
    required(Found::kMcc),
    required(Found::kMnc),
    required(Found::kNetwork),
    required(Found::kRadioInterfaces),
    Found::kDataCapabilities,
    Found::kBand,
    Found::kChannel,
    key<&OtherNetwork::forbidden>("forbidden", a(Kind::truth), "true", "Whether the SIM forbids it."),
};

}  // namespace

constinit const MapSpec home_network = map_for<HomeNetwork>("home network", "The network of the SIM.", kHomeKeys);
constinit const MapSpec registration =
    map_for<RegistrationSettings>("registration", "How the modem is registered, and where.", kRegistrationKeys);
constinit const MapSpec signal = map_for<SignalSettings>("signal", "What the modem receives.", kSignalKeys);
constinit const MapSpec reading = map_for<Reading>("reading", "What it receives by one radio interface.", kReadingKeys);
constinit const MapSpec scan = map_for<ScanSettings>("scan", "What a scan finds.", kScanKeys);
constinit const MapSpec other_network =
    map_for<OtherNetwork>("other network", "A network that a scan finds.", kOtherKeys);

}  // namespace modembench::bench::grammar
