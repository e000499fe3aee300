#include "bench/language/grammar/maps.hpp"
#include "bench/language/grammar/types.hpp"
#include "emulator/modem/profile.hpp"

namespace modembench::bench::grammar {
namespace {

constexpr KeySpec kPowerKeys[] = {
    {"state", named(&power_state_type), "ExternalSource", "Where it comes from, and faults of it."},
    {"battery level", integer(0, 100), "50", "In percent."},
};

constexpr KeySpec kDeviceKeys[] = {
    {"date", a(Kind::date), "2011-06-07 12:00:00", "What the modem's clock says when power first comes on."},
    {"time source", named(&time_source_type), "Device", "Where it has that from."},
    {"prl", integer(0, UINT16_MAX), "12345", "The version of its preferred roaming list."},
    {"activation", map(activation), "{state: Activated}", "Activation with the network."},
    {"programming code", digits(6, 6), "\"000000\"", "The service programming code."},
    {"user lock", map(user_lock), "{enabled: true}", "The user's lock."},
    {"reset needs offline", a(Kind::truth), "true", "Whether a restart is refused unless the mode is offline."},
    {"restart after", a(Kind::duration), "500ms", "What a restart takes."},
    {"shut down after", a(Kind::duration), "1s", "What switching off takes."},
};

constexpr KeySpec kActivationKeys[] = {
    {"state", named(&activation_state_type), "Activated", "How far it is."},
    {"takes", a(Kind::duration), "10s", "What an activation takes."},
};

constexpr KeySpec kUserLockKeys[] = {
    {"enabled", a(Kind::truth), "true", "Whether it is on."},
    {"code", digits(4, 4), "\"0000\"", "Its code."},
};

constexpr KeySpec kFirmwareKeys[] = {
    {"id", integer(0, UINT32_MAX), "0", "The id of the firmware, in the older scheme."},
    {"host lock id", integer(0, UINT32_MAX), "0", "The id of the host lock, in the older scheme."},
    {"maximum images", integer(0, 255), "4", "So many of a kind can be stored."},
    {"maximum build id length", integer(0, 255), "32", "Of the id of a build."},
    {"modem images", some(map(image)), "[{build id: A, boot version: 1.5}]", "The first one runs."},
    {"pri images", some(map(image)), "[{build id: A, pri version: 1}]", "The first one runs."},
};

constexpr KeySpec kImageKeys[] = {
    {"build id", short_text(255), "D3200-STSUGN-1575", "Its build."},
    {"unique id", short_text(16), "02304-008", "What tells it from others of the build."},
    {"storage index", integer(0, 255), "0", "Where it is stored."},
    {"failure count", integer(0, 255), "0", "Times that it didn't start."},
    {"boot version", a(Kind::version), "1.5", "Of a modem image."},
    {"pri version", integer(0, UINT32_MAX), "1", "Of a PRI image."},
    {"pri info", short_text(32), "03-umts_gen", "Of a PRI image."},
    {"oem lock id", integer(0, UINT32_MAX), "0", "Of a modem image."},
};

constexpr std::string_view kNotifications[] = {"sent", "dropped", "stalled"};
constexpr std::string_view kFetches[] = {"answered", "stalled", "late", "empty", "oversized"};
constexpr KeySpec kUsbSettingsKeys[] = {
    {"notification", one_of(kNotifications), "dropped", "RESPONSE_AVAILABLE: lost, or its endpoint halts."},
    {"fetch", one_of(kFetches), "stalled", "What comes of GET_ENCAPSULATED_RESPONSE."},
    {"fetch delay", a(Kind::duration), "3s", "How late a late one is answered."},
    {"silent", a(Kind::truth), "true", "It enumerates, takes everything and says nothing."},
    {"boot loader", a(Kind::truth), "true", "It has no firmware: one serial interface under another product id."},
    {"configurations", integer(1, modem::UsbIdentity::kMaxConfigurations), "2", "How many there are, all alike."},
};

constexpr std::size_t kUsbFaults = 5;
static_assert(kUsbSettingsKeys[kUsbFaults].name == "configurations");

}  // namespace

constinit const MapSpec usb_settings{"usb settings", "What goes wrong on the USB.", kUsbSettingsKeys};
constinit const MapSpec usb_while_running{"usb while running",
                                          "What goes wrong on the USB from now on. With or without `boot loader`, it "
                                          "comes up on the bus as another device.",
                                          std::span<const KeySpec>(kUsbSettingsKeys).first(kUsbFaults)};
constinit const MapSpec power{"power", "The power supply.", kPowerKeys};
constinit const MapSpec device{"device", "The device itself.", kDeviceKeys};
constinit const MapSpec activation{"activation", "Activation with the network.", kActivationKeys};
constinit const MapSpec user_lock{"user lock", "The user's lock.", kUserLockKeys};
constinit const MapSpec firmware{"firmware", "The stored images.", kFirmwareKeys};
constinit const MapSpec image{"image", "One image.", kImageKeys};

}  // namespace modembench::bench::grammar
