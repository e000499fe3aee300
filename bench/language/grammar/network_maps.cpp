#include "bench/language/grammar/maps.hpp"
#include "bench/language/grammar/types.hpp"

namespace modembench::bench::grammar {
namespace {

constexpr std::string_view kStates[] = {"home", "roaming", "denied", "searching"};
/// A name has a length of 8 bits before it.
constexpr std::int64_t kMaxName = UINT8_MAX;

constexpr KeySpec kMcc{"mcc", integer(0, 999), "262", "The country."};
constexpr KeySpec kMnc{"mnc", integer(0, 999), "2", "The network in it."};
constexpr KeySpec kNetwork{"network", short_text(kMaxName), "Vodafone", "Its name."};
constexpr KeySpec kRadioInterfaces{"radio interfaces", some(named(&radio_interfaces_type)), "[UMTS]",
                                   "What it is reached by."};
constexpr KeySpec kDataCapabilities{"data capabilities", some(named(&data_capabilities_type)), "[HSDPA]",
                                    "What it can do for data."};
constexpr KeySpec kBand{"band", named(&active_band_type), "WCDMA2100", "The band."};
constexpr KeySpec kChannel{"channel", integer(0, UINT16_MAX), "10713", "The channel."};

constexpr KeySpec kHomeKeys[] = {kMcc, kMnc, kNetwork};

constexpr KeySpec kRegistrationKeys[] = {
    {"state", one_of(kStates), "denied", "What comes of it."},
    {"after", a(Kind::duration), "5s", "It takes that long."},
    kMcc,
    kMnc,
    kNetwork,
    kRadioInterfaces,
    kDataCapabilities,
    kBand,
    kChannel,
    {"reject cause", named(&reject_cause_type), "PlmnNotAllowed", "Why it is denied."},
};

constexpr KeySpec kDbm{"dbm", integer(-125, -50), "-71", "Its strength."};
constexpr KeySpec kEcio{"ecio", decimal(-128, 0), "-6.5", "Ec/Io in dB, in steps of 0.5, down to -127.5."};
constexpr KeySpec kErrorRate{"error rate", integer(0, UINT16_MAX), "0", "The error rate as NAS counts it."};
constexpr Value kReading = map(reading);

constexpr KeySpec kSignalKeys[] = {
    kDbm,
    kEcio,
    kErrorRate,
    {"io", integer(-125, 0), "-106", "Io in dBm."},
    {"sinr", integer(0, 8), "5", "The level of SINR."},
    {"others", map_of(kReading), "{GSM: {dbm: -85}}", "Other radio interfaces, as far as they differ."},
};

constexpr KeySpec kReadingKeys[] = {kDbm, kEcio, kErrorRate};

constexpr KeySpec kScanKeys[] = {
    {"after", a(Kind::duration), "3s", "A scan takes that long."},
    {"networks", list(map(other_network)), "[{mcc: 262, mnc: 1, network: Telekom.de, radio interfaces: [UMTS]}]",
     "What it finds besides the network that the modem is registered on, 64 at most."},
};

constexpr KeySpec required(KeySpec key) {
  key.presence = Presence::required;
  return key;
}
constexpr KeySpec kOtherKeys[] = {
    required(kMcc),     required(kMnc),
    required(kNetwork), required(kRadioInterfaces),
    kDataCapabilities,  kBand,
    kChannel,           {"forbidden", a(Kind::truth), "true", "Whether the SIM forbids it."},
};

}  // namespace

constinit const MapSpec home_network{"home network", "The network of the SIM.", kHomeKeys};
constinit const MapSpec registration{"registration", "How the modem is registered, and where.", kRegistrationKeys};
constinit const MapSpec signal{"signal", "What the modem receives.", kSignalKeys};
constinit const MapSpec reading{"reading", "What it receives by one radio interface.", kReadingKeys};
constinit const MapSpec scan{"scan", "What a scan finds.", kScanKeys};
constinit const MapSpec other_network{"other network", "A network that a scan finds.", kOtherKeys};

}  // namespace modembench::bench::grammar
