#include "bench/language/grammar/maps.hpp"
#include "emulator/modem/profile.hpp"

namespace modembench::bench::grammar {
namespace {

constexpr Value kVersion = a(Kind::version);
constexpr Value kTlvs = a(Kind::tlvs);
constexpr Value kError = a(Kind::error);

constexpr KeySpec kModemFileKeys[] = {
    {"modem", a(Kind::text), "mine", "Its name.", Presence::required},
    {"about", a(Kind::text), "A modem of mine", "What it is.", Presence::required},
    {"usb", map(usb), "{vendor: 0x1199, product: 0x9013}", "What it says of itself on the USB.", Presence::required},
    {"services", map_of(kVersion), "{CTL: 1.5, DMS: 1.6}", "QMI services and their versions.", Presence::required},
    {"answers", map_of(kTlvs), "{DMS Get Model: {model: MC8355}}", "Messages whose answer never changes."},
    {"refuses", map_of(kError), "{DMS Read ERI File: NotProvisioned}", "Messages that are always refused."},
    {"set", map(settings), "{operating mode: online}", "How things stand unless a scenario sets them."},
};

constexpr KeySpec kUsbKeys[] = {
    {"vendor", integer(0, UINT16_MAX), "0x1199", "The vendor's.", Presence::required},
    {"product", integer(0, UINT16_MAX), "0x9013", "The product's.", Presence::required},
    {"boot loader", integer(0, UINT16_MAX), "0x9012", "The product's while it has no firmware."},
    {"release", integer(0, UINT16_MAX), "2", "bcdDevice."},
    {"configurations", integer(1, modem::UsbIdentity::kMaxConfigurations), "2", "How many there are, all alike."},
    {"manufacturer", short_text(modem::UsbIdentity::kMaxText), "Sierra Wireless Inc", "Its name."},
    {"product name", short_text(modem::UsbIdentity::kMaxText), "MC8355", "The product's name."},
};

}  // namespace

constinit const MapSpec modem_file{"modem file", "A modem of your own.", kModemFileKeys};
constinit const MapSpec usb{"usb", "The identity on the USB.", kUsbKeys};

}  // namespace modembench::bench::grammar
