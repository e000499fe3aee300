#include "bench/language/grammar/maps.hpp"
#include "bench/language/grammar/types.hpp"

namespace modembench::bench::grammar {
namespace {

constexpr std::string_view kModes[] = {"online", "low power", "factory test", "offline", "persistent low power"};
constexpr std::string_view kSimStates[] = {"ready", "pin required", "puk required", "absent"};
constexpr std::string_view kPinServices[] = {"true", "false", "unknown"};
constexpr std::string_view kNumberings[] = {"lowest free", "round robin"};
constexpr std::string_view kSyncs[] = {"drops", "keeps", "unknown"};
constexpr std::string_view kVoices[] = {"silent", "noise", "diag", "at", "nmea"};

constexpr Value kReply = Value(a(Kind::text)) | map(ussd_reply);

constexpr KeySpec kSettingsKeys[] = {
    {"operating mode", one_of(kModes), "low power", "As DMS Get Operating Mode says it."},
    {"offline reason", named(&offline_reason_type), "PriVersionIncompatible", "Told while the mode is offline."},
    {"wireless disable", a(Kind::truth), "true", "The hardware switch."},
    {"power", map(power), "{battery level: 50}", "The power supply."},
    {"device", map(device), "{restart after: 2s}", "Clock, activation, codes, restarts."},
    {"firmware", map(firmware), "{maximum images: 2}", "The stored images."},
    {"sim", map(sim), "{state: pin required}", "The SIM."},
    {"home network", map(home_network), "{mcc: 262, mnc: 2}", "The network of the SIM."},
    {"registration", map(registration), "{state: roaming}", "The network that the modem is registered on."},
    {"signal", map(signal), "{dbm: -71}", "What it receives."},
    {"scan", map(scan), "{after: 3s}", "What a scan finds."},
    {"call", map(call), "{after: 300ms}", "Data calls."},
    {"data", one_of(data_faults) | map(data), "no dhcp", "What becomes of the frames on the network interface."},
    {"client ids", map(client_ids), "{limit: 4}", "How client ids are given out."},
    {"control", map(control), "{raw ip: true}", "Oddities of the CTL service."},
    {"gps", map(gps), "{fix: false}", "Where it is, and whether it knows."},
    {"sms", map(sms), "{me size: 2}", "SMS storage."},
    {"ussd", map_of(kReply), "{\"*100#\": You have 5 EUR}",
     "Codes and what the network says to them; a map as in \"ussd reply\" for menus."},
    {"oma", map(oma), "{session: updated}", "Device management sessions."},
    {"serial", one_of(kVoices) | map(serial), "silent", "The voice of all serial ports, or of each."},
    {"usb", map(usb_settings), "{silent: true}", "What goes wrong on the USB; with --on vm, gadget and usbip."},
};

constexpr KeySpec kSimKeys[] = {
    {"state", one_of(kSimStates), "pin required", "What stands in the way of its use."},
    {"ready after", a(Kind::duration), "5s", "It takes that long to start."},
    {"pin", digits(4, 8), "\"1234\"", "The right PIN."},
    {"puk", digits(8, 8), "\"12345678\"", "The right PUK."},
    {"pin retries", integer(0, 255), "3", "Wrong PINs until it is blocked."},
    {"puk retries", integer(0, 255), "10", "Wrong PUKs until it is blocked for good."},
    {"pin2", digits(4, 8), "\"1234\"", "The right PIN2."},
    {"puk2", digits(8, 8), "\"12345678\"", "The right PUK2."},
    {"pin2 retries", integer(0, 255), "3", "As of the PIN."},
    {"puk2 retries", integer(0, 255), "10", "As of the PUK."},
    {"pin through dms", one_of(kPinServices), "unknown",
     "Whether DMS answers about PINs: else NotSupported, or an error without a name (71)."},
    {"iccid", digits(18, 22), "\"8949020000001234567\"", "The number of the card."},
    {"imsi", digits(6, 15), "\"262021234567890\"", "The number of the subscription."},
    {"number", short_text(16), "\"+491721234567\"", "The subscriber's phone number."},
    {"locks", map(locks), "{network: {key: \"12345678\"}}", "Locks of the device to networks and cards."},
};

constexpr KeySpec kLocksKeys[] = {
    {"network", map(lock), "{retries: 5}", "To a network."},
    {"network subset", map(lock), "{retries: 5}", "To a part of its subscribers."},
    {"service provider", map(lock), "{retries: 5}", "To a provider on it."},
    {"corporate", map(lock), "{retries: 5}", "To a company's cards."},
    {"sim", map(lock), "{retries: 5}", "To one card."},
};

constexpr KeySpec kLockKeys[] = {
    {"active", a(Kind::truth), "true", "Whether it is set; so unless said."},
    {"blocking", a(Kind::truth), "true", "Whether wrong keys have blocked it."},
    {"key", digits(1, 16), "\"12345678\"", "The key that takes it off."},
    {"retries", integer(0, 255), "5", "Wrong keys until it blocks."},
    {"unblock key", digits(1, 16), "\"87654321\"", "The key that unblocks it."},
    {"unblock retries", integer(0, 255), "10", "Wrong unblock keys until it is blocked for good."},
};

constexpr KeySpec kCallKeys[] = {
    {"after", a(Kind::duration), "300ms", "A call takes that long to be up."},
    {"refuse", a(Kind::call_end_reason), "GsmWcdmaUnknownApn", "Every call is refused for this reason."},
    {"status per client", a(Kind::truth), "true",
     "Whether WDS Get Packet Service Status speaks only of the asking client's call."},
    {"ipv4", map(ipv4), "{address: 10.0.0.2}", "Its IPv4 settings."},
    {"ipv6", map(ipv6), "{prefix: 64}", "Its IPv6 settings."},
    {"mtu", integer(1, 65535), "1500", "Its MTU."},
    {"max rates", map(rates), "{rx: 14.4 Mbit/s}", "Of the device."},
    {"traffic", map(rates), "{rx: 125 kB/s}", "Counted, not sent, while a call is up and active."},
};

constexpr KeySpec kIpv4Keys[] = {
    {"address", a(Kind::ipv4), "10.0.0.2", "The client's address."},
    {"gateway", a(Kind::ipv4), "10.0.0.1", "The other side's."},
    {"netmask", a(Kind::ipv4), "255.255.255.252", "The mask of both."},
    {"dns1", a(Kind::ipv4), "10.0.0.53", "A name server."},
    {"dns2", a(Kind::ipv4), "10.0.1.53", "Another one."},
};

constexpr KeySpec kIpv6Keys[] = {
    {"address", a(Kind::ipv6), "2001:db8::2", "The client's address."},
    {"prefix", integer(0, 128), "64", "The length of its prefix."},
    {"gateway", a(Kind::ipv6), "2001:db8::1", "The other side's."},
    {"dns1", a(Kind::ipv6), "2001:db8::53", "A name server."},
    {"dns2", a(Kind::ipv6), "2001:db8::54", "Another one."},
};

constexpr KeySpec kRatesKeys[] = {
    {"tx", a(Kind::rate), "5.76 Mbit/s", "From the host to the network."},
    {"rx", a(Kind::rate), "14.4 Mbit/s", "From the network to the host."},
};

constexpr KeySpec kClientIdsKeys[] = {
    {"limit", integer(0, UINT16_MAX), "4", "So many at a time; then ClientIdsExhausted."},
    {"unique over modem", a(Kind::truth), "true", "Whether no two services have the same one."},
    {"numbering", one_of(kNumberings), "round robin", "Which one comes next."},
    {"sync", one_of(kSyncs), "keeps", "What CTL Sync does to them; unknown: it is refused (71)."},
    {"sync after restart", a(Kind::truth), "false", "Whether CTL Sync is indicated after a restart."},
    {"invalid indicated", a(Kind::truth), "true", "Whether CTL Invalid CID follows the use of one that is gone."},
    {"release indicated", a(Kind::truth), "true", "Whether an indication follows its release, too."},
};

constexpr KeySpec kControlKeys[] = {
    {"instance id", a(Kind::truth), "false", "Whether CTL Set Instance ID is known."},
    {"raw ip", a(Kind::truth), "true", "Whether CTL Set Data Format takes raw IP."},
    {"version addendum", short_text(255), "beta", "What CTL Get Version Info says besides."},
};

}  // namespace

constinit const MapSpec settings{"set", "How things stand at the start; what isn't set is as the modem's file says.",
                                 kSettingsKeys};
constinit const MapSpec sim{"sim", "The SIM.", kSimKeys};
constinit const MapSpec locks{"locks", "Locks of the device.", kLocksKeys};
constinit const MapSpec lock{"lock", "One lock.", kLockKeys};
constinit const MapSpec call{"call", "Data calls.", kCallKeys};
constinit const MapSpec ipv4{"ipv4", "IPv4 settings.", kIpv4Keys};
constinit const MapSpec ipv6{"ipv6", "IPv6 settings.", kIpv6Keys};
constinit const MapSpec rates{"rates", "Data rates.", kRatesKeys};
constinit const MapSpec client_ids{"client ids", "How client ids are given out.", kClientIdsKeys};
constinit const MapSpec control{"control", "Oddities of the CTL service.", kControlKeys};

}  // namespace modembench::bench::grammar
