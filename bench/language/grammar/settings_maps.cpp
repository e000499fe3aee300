#include "bench/language/data_reader.hpp"
#include "bench/language/grammar/bind.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/grammar/types.hpp"
#include "bench/language/sms_reader.hpp"
#include "emulator/modem/settings.hpp"

namespace modembench::bench::grammar {
namespace {

using modem::CallSettings;
using modem::ClientIdSettings;
using modem::ControlSettings;
using modem::DeviceSettings;
using modem::LockSettings;
using modem::Rates;
using modem::Settings;
using modem::SimSettings;
using Mode = modem::OperatingMode;
using State = SimSettings::State;
using PinService = SimSettings::PinService;
using Numbering = ClientIdSettings::Numbering;
using Sync = ClientIdSettings::Sync;

constexpr auto kModes = choices<Mode>("operating mode", {{"online", Mode::Online},
                                                         {"low power", Mode::LowPower},
                                                         {"factory test", Mode::FactoryTest},
                                                         {"offline", Mode::Offline},
                                                         {"persistent low power", Mode::PersistentLowPower}});
constexpr auto kSimStates = choices<State>("state of the SIM", {{"ready", State::ready},
                                                                {"pin required", State::pin_required},
                                                                {"puk required", State::puk_required},
                                                                {"absent", State::absent}});
constexpr auto kPinServices = choices<PinService>(
    "way to answer",
    {{"true", PinService::present}, {"false", PinService::not_supported}, {"unknown", PinService::unknown}});
constexpr auto kNumberings = choices<Numbering>(
    "numbering of client ids", {{"lowest free", Numbering::lowest_free}, {"round robin", Numbering::round_robin}});
constexpr auto kSyncs =
    choices<Sync>("effect of Sync", {{"drops", Sync::drops}, {"keeps", Sync::keeps}, {"unknown", Sync::unknown}});
constexpr KeySpec kSettingsKeys[] = {
    key<&Settings::operating_mode>("operating mode", one_of(kModes), "low power", "As DMS Get Operating Mode says it."),
    key<&Settings::device, &DeviceSettings::offline_reason>(
        "offline reason", named(&offline_reason_type), "PriVersionIncompatible", "Told while the mode is offline."),
    key<&Settings::device, &DeviceSettings::wireless_disable>("wireless disable", a(Kind::truth), "true",
                                                              "The hardware switch."),
    key<&Settings::power>("power", map(power), "{battery level: 50}", "The power supply."),
    key<&Settings::device>("device", map(device), "{restart after: 2s}", "Clock, activation, codes, restarts."),
    key<&Settings::firmware>("firmware", map(firmware), "{maximum images: 2}", "The stored images."),
    key<&Settings::sim>("sim", map(sim), "{state: pin required}", "The SIM."),
    key<&Settings::home_network>("home network", map(home_network), "{mcc: 262, mnc: 2}", "The network of the SIM."),
    key<&Settings::registration>("registration", map(registration), "{state: roaming}",
                                 "The network that the modem is registered on."),
    key<&Settings::signal>("signal", map(signal), "{dbm: -71}", "What it receives."),
    key<&Settings::scan>("scan", map(scan), "{after: 3s}", "What a scan finds."),
    key<&Settings::call>("call", map(call), "{after: 300ms}", "Data calls."),
    changes_by<read_data_changes, &Settings::data>("data", one_of(data_faults) | map(data), "no dhcp",
                                                   "What becomes of the frames on the network interface."),
    key<&Settings::client_ids>("client ids", map(client_ids), "{limit: 4}", "How client ids are given out."),
    key<&Settings::control>("control", map(control), "{raw ip: true}", "Oddities of the CTL service."),
    key<&Settings::gps>("gps", map(gps), "{fix: false}", "Where it is, and whether it knows."),
    {"sms", map(sms), "{me size: 2}", "SMS storage."},
    key_by<read_ussd, &Settings::ussd>(
        "ussd", map_of(kUssdReply), "{\"*100#\": You have 5 EUR}",
        "Codes and what the network says to them; a map as in \"ussd reply\" for menus."),
    key<&Settings::oma>("oma", map(oma), "{session: updated}", "Device management sessions."),
    {"serial", one_of(voices) | map_of_ports(kVoice), "silent", "The voice of all serial ports, or of each."},
    key<&Settings::usb>("usb", map(usb_settings), "{silent: true}",
                        "What goes wrong on the USB; with --on vm, gadget and usbip."),
};

constexpr KeySpec kSimKeys[] = {
    key<&SimSettings::state>("state", one_of(kSimStates), "pin required", "What stands in the way of its use."),
    key<&SimSettings::ready_after>("ready after", a(Kind::duration), "5s", "It takes that long to start."),
    key<&SimSettings::pin>("pin", digits(4, 8), "\"1234\"", "The right PIN."),
    key<&SimSettings::puk>("puk", digits(8, 8), "\"12345678\"", "The right PUK."),
    key<&SimSettings::pin_retries>("pin retries", integer(0, 255), "3", "Wrong PINs until it is blocked."),
    key<&SimSettings::puk_retries>("puk retries", integer(0, 255), "10", "Wrong PUKs until it is blocked for good."),
    key<&SimSettings::pin2>("pin2", digits(4, 8), "\"1234\"", "The right PIN2."),
    key<&SimSettings::puk2>("puk2", digits(8, 8), "\"12345678\"", "The right PUK2."),
    key<&SimSettings::pin2_retries>("pin2 retries", integer(0, 255), "3", "As of the PIN."),
    key<&SimSettings::puk2_retries>("puk2 retries", integer(0, 255), "10", "As of the PUK."),
    key<&SimSettings::pin_through_dms>(
        "pin through dms", one_of(kPinServices), "unknown",
        "Whether DMS answers about PINs: else NotSupported, or an error without a name (71)."),
    key<&SimSettings::iccid>("iccid", digits(18, 22), "\"8949020000001234567\"", "The number of the card."),
    key<&SimSettings::imsi>("imsi", digits(6, 15), "\"262021234567890\"", "The number of the subscription."),
    key<&SimSettings::number>("number", short_text(16), "\"+491721234567\"", "The subscriber's phone number."),
    part_of<SimSettings>("locks", map(locks), "{network: {key: \"12345678\"}}",
                         "Locks of the device to networks and cards."),
};

/// Reads a lock. A lock that is named is active unless it says that it isn't. `facility` is DMS UimFacility.
template <std::size_t facility>
std::optional<Put> bind_lock(Reader& reader, const YamlNode& node, const KeySpec&) {
  return Put([changes = read_changes<LockSettings>(reader, node, lock)](void* owner) {
    auto& settings = static_cast<SimSettings*>(owner)->locks[facility];
    settings.active = true;
    make(changes, settings);
  });
}
template <std::size_t facility>
constexpr KeySpec lock_key(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return {.name = name, .value = value, .example = example, .about = about, .bind = bind_lock<facility>};
}

constexpr KeySpec kLocksKeys[] = {
    lock_key<0>("network", map(lock), "{retries: 5}", "To a network."),
    lock_key<1>("network subset", map(lock), "{retries: 5}", "To a part of its subscribers."),
    lock_key<2>("service provider", map(lock), "{retries: 5}", "To a provider on it."),
    lock_key<3>("corporate", map(lock), "{retries: 5}", "To a company's cards."),
    lock_key<4>("sim", map(lock), "{retries: 5}", "To one card."),
};

constexpr KeySpec kLockKeys[] = {
    key<&LockSettings::active>("active", a(Kind::truth), "true", "Whether it is set; so unless said."),
    key<&LockSettings::blocking>("blocking", a(Kind::truth), "true", "Whether wrong keys have blocked it."),
    key<&LockSettings::key>("key", digits(1, 16), "\"12345678\"", "The key that takes it off."),
    key<&LockSettings::retries>("retries", integer(0, 255), "5", "Wrong keys until it blocks."),
    key<&LockSettings::unblock_key>("unblock key", digits(1, 16), "\"87654321\"", "The key that unblocks it."),
    key<&LockSettings::unblock_retries>("unblock retries", integer(0, 255), "10",
                                        "Wrong unblock keys until it is blocked for good."),
};

constexpr KeySpec kCallKeys[] = {
    key<&CallSettings::after>("after", a(Kind::duration), "300ms", "A call takes that long to be up."),
    key<&CallSettings::refuse_reason>("refuse", a(Kind::call_end_reason), "GsmWcdmaUnknownApn",
                                      "Every call is refused for this reason."),
    key<&CallSettings::status_per_client>(
        "status per client", a(Kind::truth), "true",
        "Whether WDS Get Packet Service Status speaks only of the asking client's call."),
    part_of<CallSettings>("ipv4", map(ipv4), "{address: 10.0.0.2}", "Its IPv4 settings."),
    part_of<CallSettings>("ipv6", map(ipv6), "{prefix: 64}", "Its IPv6 settings."),
    key<&CallSettings::mtu>("mtu", integer(1, 65535), "1500", "Its MTU."),
    key<&CallSettings::max_rates>("max rates", map(rates), "{rx: 14.4 Mbit/s}", "Of the device."),
    key<&CallSettings::traffic>("traffic", map(rates), "{rx: 125 kB/s}",
                                "Counted, not sent, while a call is up and active."),
};

constexpr KeySpec kIpv4Keys[] = {
    key<&CallSettings::ipv4_address>("address", a(Kind::ipv4), "10.0.0.2", "The client's address."),
    key<&CallSettings::ipv4_gateway>("gateway", a(Kind::ipv4), "10.0.0.1", "The other side's."),
    key<&CallSettings::ipv4_netmask>("netmask", a(Kind::ipv4), "255.255.255.252", "The mask of both."),
    key<&CallSettings::ipv4_dns1>("dns1", a(Kind::ipv4), "10.0.0.53", "A name server."),
    key<&CallSettings::ipv4_dns2>("dns2", a(Kind::ipv4), "10.0.1.53", "Another one."),
};

constexpr KeySpec kIpv6Keys[] = {
    key<&CallSettings::ipv6_address>("address", a(Kind::ipv6), "2001:db8::2", "The client's address."),
    key<&CallSettings::ipv6_prefix>("prefix", integer(0, 128), "64", "The length of its prefix."),
    key<&CallSettings::ipv6_gateway>("gateway", a(Kind::ipv6), "2001:db8::1", "The other side's."),
    key<&CallSettings::ipv6_dns1>("dns1", a(Kind::ipv6), "2001:db8::53", "A name server."),
    key<&CallSettings::ipv6_dns2>("dns2", a(Kind::ipv6), "2001:db8::54", "Another one."),
};

constexpr KeySpec kRatesKeys[] = {
    key<&Rates::tx>("tx", a(Kind::rate), "5.76 Mbit/s", "From the host to the network."),
    key<&Rates::rx>("rx", a(Kind::rate), "14.4 Mbit/s", "From the network to the host."),
};

constexpr KeySpec kClientIdsKeys[] = {
    key<&ClientIdSettings::limit>("limit", integer(0, UINT16_MAX), "4", "So many at a time; then ClientIdsExhausted."),
    key<&ClientIdSettings::unique_over_modem>("unique over modem", a(Kind::truth), "true",
                                              "Whether no two services have the same one."),
    key<&ClientIdSettings::numbering>("numbering", one_of(kNumberings), "round robin", "Which one comes next."),
    key<&ClientIdSettings::sync>("sync", one_of(kSyncs), "keeps",
                                 "What CTL Sync does to them; unknown: it is refused (71)."),
    key<&ClientIdSettings::sync_after_restart>("sync after restart", a(Kind::truth), "false",
                                               "Whether CTL Sync is indicated after a restart."),
    key<&ClientIdSettings::invalid_indicated>("invalid indicated", a(Kind::truth), "true",
                                              "Whether CTL Invalid CID follows the use of one that is gone."),
    key<&ClientIdSettings::release_indicated>("release indicated", a(Kind::truth), "true",
                                              "Whether an indication follows its release, too."),
};

constexpr KeySpec kControlKeys[] = {
    key<&ControlSettings::instance_id>("instance id", a(Kind::truth), "false", "Whether CTL Set Instance ID is known."),
    key<&ControlSettings::raw_ip>("raw ip", a(Kind::truth), "true", "Whether CTL Set Data Format takes raw IP."),
    key<&ControlSettings::version_addendum>("version addendum", short_text(255), "beta",
                                            "What CTL Get Version Info says besides."),
};

}  // namespace

constinit const MapSpec settings = map_for<Settings>(
    "set", "How things stand at the start; what isn't set is as the modem's file says.", kSettingsKeys);
constinit const MapSpec sim = map_for<SimSettings>("sim", "The SIM.", kSimKeys);
constinit const MapSpec locks = map_for<SimSettings>("locks", "Locks of the device.", kLocksKeys);
constinit const MapSpec lock = map_for<LockSettings>("lock", "One lock.", kLockKeys);
constinit const MapSpec call = map_for<CallSettings>("call", "Data calls.", kCallKeys);
constinit const MapSpec ipv4 = map_for<CallSettings>("ipv4", "IPv4 settings.", kIpv4Keys);
constinit const MapSpec ipv6 = map_for<CallSettings>("ipv6", "IPv6 settings.", kIpv6Keys);
constinit const MapSpec rates = map_for<Rates>("rates", "Data rates.", kRatesKeys);
constinit const MapSpec client_ids =
    map_for<ClientIdSettings>("client ids", "How client ids are given out.", kClientIdsKeys);
constinit const MapSpec control = map_for<ControlSettings>("control", "Oddities of the CTL service.", kControlKeys);

}  // namespace modembench::bench::grammar
