#include "bench/language/device_settings_reader.hpp"
#include "bench/language/grammar/bind.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/grammar/types.hpp"
#include "emulator/modem/settings/device.hpp"
#include "emulator/modem/settings/firmware.hpp"
#include "emulator/modem/settings/power.hpp"
#include "emulator/modem/settings/usb.hpp"
#include "emulator/modem/surroundings.hpp"

namespace modembench::bench::grammar {
namespace {

using modem::DeviceSettings;
using modem::FirmwareSettings;
using modem::ImageSettings;
using modem::PowerSettings;
using modem::Surroundings;
using modem::UsbFaults;
using modem::UsbSettings;

constexpr Value kPowerState = named(&power_state_type);
constexpr Value kBatteryLevel = integer(0, 100);
constexpr std::string_view kAboutState = "Where it comes from, and faults of it.";

constexpr KeySpec kPowerKeys[] = {
    key<&PowerSettings::state>("state", kPowerState, "ExternalSource", kAboutState),
    key<&PowerSettings::battery_level>("battery level", kBatteryLevel, "50", "In percent."),
};
constexpr KeySpec kPowerWhileRunningKeys[] = {
    key<&Surroundings::power_state>("state", kPowerState, "ExternalSource", kAboutState),
    key<&Surroundings::battery_level>("battery level", kBatteryLevel, "50", "In percent."),
};

constexpr KeySpec kDeviceKeys[] = {
    key_by<read_date, &DeviceSettings::time_at_start>("date", a(Kind::date), "2011-06-07 12:00:00",
                                                      "What the modem's clock says when power first comes on."),
    key<&DeviceSettings::time_source>("time source", named(&time_source_type), "Device", "Where it has that from."),
    key<&DeviceSettings::prl>("prl", integer(0, UINT16_MAX), "12345", "The version of its preferred roaming list."),
    part_of<DeviceSettings>("activation", map(activation), "{state: Activated}", "Activation with the network."),
    key<&DeviceSettings::programming_code>("programming code", digits(6, 6), "\"000000\"",
                                           "The service programming code."),
    part_of<DeviceSettings>("user lock", map(user_lock), "{enabled: true}", "The user's lock."),
    key<&DeviceSettings::reset_needs_offline>("reset needs offline", a(Kind::truth), "true",
                                              "Whether a restart is refused unless the mode is offline."),
    key<&DeviceSettings::restart_after>("restart after", a(Kind::duration), "500ms", "What a restart takes."),
    key<&DeviceSettings::shut_down_after>("shut down after", a(Kind::duration), "1s", "What switching off takes."),
};

constexpr KeySpec kActivationKeys[] = {
    key<&DeviceSettings::activation_state>("state", named(&activation_state_type), "Activated", "How far it is."),
    key<&DeviceSettings::activation_takes>("takes", a(Kind::duration), "10s", "What an activation takes."),
};

constexpr KeySpec kUserLockKeys[] = {
    key<&DeviceSettings::user_lock>("enabled", a(Kind::truth), "true", "Whether it is on."),
    key<&DeviceSettings::user_lock_code>("code", digits(4, 4), "\"0000\"", "Its code."),
};

constexpr KeySpec kFirmwareKeys[] = {
    key<&FirmwareSettings::id>("id", integer(0, UINT32_MAX), "0", "The id of the firmware, in the older scheme."),
    key<&FirmwareSettings::host_lock_id>("host lock id", integer(0, UINT32_MAX), "0",
                                         "The id of the host lock, in the older scheme."),
    key<&FirmwareSettings::maximum_images>("maximum images", integer(0, 255), "4", "So many of a kind can be stored."),
    key<&FirmwareSettings::maximum_build_id>("maximum build id length", integer(0, 255), "32", "Of the id of a build."),
    key_by<read_images, &FirmwareSettings::modem_images>("modem images", some(map(image)),
                                                         "[{build id: A, boot version: 1.5}]", "The first one runs."),
    key_by<read_images, &FirmwareSettings::pri_images>("pri images", some(map(image)),
                                                       "[{build id: A, pri version: 1}]", "The first one runs."),
};

constexpr KeySpec kImageKeys[] = {
    key<&ImageSettings::build_id>("build id", short_text(255), "D3200-STSUGN-1575", "Its build."),
    key<&ImageSettings::unique_id>("unique id", short_text(16), "02304-008", "What tells it from others of the build."),
    key<&ImageSettings::storage_index>("storage index", integer(0, 255), "0", "Where it is stored."),
    key<&ImageSettings::failure_count>("failure count", integer(0, 255), "0", "Times that it didn't start."),
    changes_of<ImageSettings, read_boot_version>("boot version", a(Kind::version), "1.5", "Of a modem image."),
    key<&ImageSettings::pri_version>("pri version", integer(0, UINT32_MAX), "1", "Of a PRI image."),
    key<&ImageSettings::pri_info>("pri info", short_text(32), "03-umts_gen", "Of a PRI image."),
    key<&ImageSettings::oem_lock_id>("oem lock id", integer(0, UINT32_MAX), "0", "Of a modem image."),
};

using Notification = UsbFaults::Notification;
using Fetch = UsbFaults::Fetch;
constexpr auto kNotifications = choices<Notification>(
    "fate of the notification",
    {{"sent", Notification::sent}, {"dropped", Notification::dropped}, {"stalled", Notification::stalled}});
constexpr auto kFetches = choices<Fetch>("fate of a fetch", {{"answered", Fetch::answered},
                                                             {"stalled", Fetch::stalled},
                                                             {"late", Fetch::late},
                                                             {"empty", Fetch::empty},
                                                             {"oversized", Fetch::oversized}});

/// The keys of USB faults, bound to the UsbFaults to which a path of members leads.
template <class Owner, auto... path>
struct UsbFaultKeys {
  static constexpr KeySpec notification = key_in<Owner, path..., &UsbFaults::notification>(
      "notification", one_of(kNotifications), "dropped", "RESPONSE_AVAILABLE: lost, or its endpoint halts.");
  static constexpr KeySpec fetch = key_in<Owner, path..., &UsbFaults::fetch>(
      "fetch", one_of(kFetches), "stalled", "What comes of GET_ENCAPSULATED_RESPONSE.");
  static constexpr KeySpec fetch_delay = key_in<Owner, path..., &UsbFaults::fetch_delay>(
      "fetch delay", a(Kind::duration), "3s", "How late a late one is answered.");
  static constexpr KeySpec silent = key_in<Owner, path..., &UsbFaults::silent>(
      "silent", a(Kind::truth), "true", "It enumerates, takes everything and says nothing.");
  static constexpr KeySpec boot_loader =
      key_in<Owner, path..., &UsbFaults::boot_loader>("boot loader", a(Kind::truth), "true",
                                                      "It has no firmware: one serial interface under another product "
                                                      "id.");
};
using AtStart = UsbFaultKeys<UsbSettings, &UsbSettings::faults>;
using Running = UsbFaultKeys<UsbFaults>;
constexpr KeySpec kUsbSettingsKeys[] = {
    AtStart::notification,
    AtStart::fetch,
    AtStart::fetch_delay,
    AtStart::silent,
    AtStart::boot_loader,
    key<&UsbSettings::configurations>("configurations", integer(1, UsbSettings::kMaxConfigurations), "2",
                                      "How many there are, all alike."),
};
constexpr KeySpec kUsbWhileRunningKeys[] = {Running::notification, Running::fetch, Running::fetch_delay,
                                            Running::silent, Running::boot_loader};

}  // namespace

constinit const MapSpec usb_settings =
    map_for<UsbSettings>("usb settings", "What goes wrong on the USB.", kUsbSettingsKeys);
constinit const MapSpec usb_while_running =
    map_for<UsbFaults>("usb while running",
                       "What goes wrong on the USB from now on. With or without `boot loader`, it "
                       "comes up on the bus as another device.",
                       kUsbWhileRunningKeys);
constinit const MapSpec power_while_running =
    map_for<Surroundings>("power", "The power supply.", kPowerWhileRunningKeys);
constinit const MapSpec power = map_for<PowerSettings>("power", "The power supply.", kPowerKeys);
constinit const MapSpec device = map_for<DeviceSettings>("device", "The device itself.", kDeviceKeys);
constinit const MapSpec activation =
    map_for<DeviceSettings>("activation", "Activation with the network.", kActivationKeys);
constinit const MapSpec user_lock = map_for<DeviceSettings>("user lock", "The user's lock.", kUserLockKeys);
constinit const MapSpec firmware = map_for<FirmwareSettings>("firmware", "The stored images.", kFirmwareKeys);
constinit const MapSpec image = map_for<ImageSettings>("image", "One image.", kImageKeys);

}  // namespace modembench::bench::grammar
