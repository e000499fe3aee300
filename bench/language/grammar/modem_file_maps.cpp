#include "bench/language/grammar/bind.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/shape_reader.hpp"
#include "emulator/modem/profile.hpp"

namespace modembench::bench::grammar {
namespace {

constexpr std::int64_t kMaxMilliamperes = 500;  ///< USB 2.0, 7.2.1.4.
constexpr Value kVersion = a(Kind::version);
constexpr Value kTlvs = a(Kind::tlvs);
constexpr Value kError = a(Kind::error);

constexpr KeySpec kModemFileKeys[] = {
    {"modem", a(Kind::text), "mine", "Its name.", Presence::required},
    {"about", a(Kind::text), "A modem of mine", "What it is.", Presence::required},
    {"usb", map(usb), "{vendor: 0x1199, product: 0x9013, …}", "What it says of itself on the USB.", Presence::required},
    {"services", map_of(kVersion), "{CTL: 1.5, DMS: 1.6}", "QMI services and their versions.", Presence::required},
    {"answers", map_of(kTlvs), "{DMS Get Model: {model: MC8355}}", "Messages whose answer never changes."},
    {"refuses", map_of(kError), "{DMS Read ERI File: NotProvisioned}", "Messages that are always refused."},
    {"set", map(settings), "{operating mode: online}", "How things stand unless a scenario sets them."},
};

using modem::Identity;
using modem::Profile;
using modem::Settings;
using modem::UsbIdentity;
using modem::UsbSettings;

/// A key that is bound to a member of the identity on the USB.
template <auto member>
constexpr KeySpec usb_key(std::string_view name, Value value, std::string_view example, std::string_view about) {
  return key<&Profile::identity, &Identity::usb, member>(name, value, example, about);
}

constexpr KeySpec kUsbKeys[] = {
    required(usb_key<&UsbIdentity::vendor>("vendor", integer(0, UINT16_MAX), "0x1199", "The vendor's.")),
    required(usb_key<&UsbIdentity::product>("product", integer(0, UINT16_MAX), "0x9013", "The product's.")),
    usb_key<&UsbIdentity::boot_loader>("boot loader", integer(0, UINT16_MAX), "0x9012",
                                       "The product's while it has no firmware."),
    usb_key<&UsbIdentity::release>("release", integer(0, UINT16_MAX), "2", "bcdDevice."),
    key<&Profile::settings, &Settings::usb, &UsbSettings::configurations>(
        "configurations", integer(1, UsbSettings::kMaxConfigurations), "2", "How many there are, all alike."),
    usb_key<&UsbIdentity::attributes>("attributes", integer(0, UINT8_MAX), "0xa0", "bmAttributes; 0xe0 unless given."),
    usb_key<&UsbIdentity::milliamperes>("milliamperes", integer(0, kMaxMilliamperes), "100",
                                        "What it draws at most; 500 unless given."),
    usb_key<&UsbIdentity::manufacturer>("manufacturer", short_text(UsbIdentity::kMaxText), "Sierra Wireless Inc",
                                        "Its name."),
    usb_key<&UsbIdentity::product_name>("product name", short_text(UsbIdentity::kMaxText), "MC8355",
                                        "The product's name."),
    required(key_by<read_shape, &Profile::identity, &Identity::usb, &UsbIdentity::shape>(
        "interfaces", list(map(usb_interface)), "[{number: 0, …}]",
        "Its interfaces, in the order of their descriptors.")),
};

}  // namespace

constinit const MapSpec modem_file{"modem file", "A modem of your own.", kModemFileKeys};
constinit const MapSpec usb = map_for<Profile>("usb", "The identity on the USB.", kUsbKeys);

}  // namespace modembench::bench::grammar
