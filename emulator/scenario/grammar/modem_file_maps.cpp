#include "emulator/scenario/grammar/maps.hpp"

namespace modembench::scenario::grammar {
namespace {

constexpr Value kVersion = a(Kind::version);
constexpr Value kTlvs = a(Kind::tlvs);
constexpr Value kError = a(Kind::error);

constexpr KeySpec kModemFileKeys[] = {
    {"modem", a(Kind::text), "mine", "Its name.", Presence::required},
    {"about", a(Kind::text), "A modem of mine", "What it is.", Presence::required},
    {"usb", map(usb), "{vendor: 0x1199, product: 0x9013}", "Its USB ids.", Presence::required},
    {"services", map_of(kVersion), "{CTL: 1.5, DMS: 1.6}", "QMI services and their versions.", Presence::required},
    {"answers", map_of(kTlvs), "{DMS Get Model: {model: MC8355}}", "Messages whose answer never changes."},
    {"refuses", map_of(kError), "{DMS Read ERI File: NotProvisioned}", "Messages that are always refused."},
    {"set", map(settings), "{operating mode: online}", "How things stand unless a scenario sets them."},
};

constexpr KeySpec kUsbKeys[] = {
    {"vendor", integer(0, UINT16_MAX), "0x1199", "The vendor's.", Presence::required},
    {"product", integer(0, UINT16_MAX), "0x9013", "The product's.", Presence::required},
};

}  // namespace

constinit const MapSpec modem_file{"modem file", "A modem of your own.", kModemFileKeys};
constinit const MapSpec usb{"usb", "USB ids.", kUsbKeys};

}  // namespace modembench::scenario::grammar
