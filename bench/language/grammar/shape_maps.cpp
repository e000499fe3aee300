#include "bench/language/grammar/bind.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/port_reader.hpp"
#include "emulator/shape.hpp"

namespace modembench::bench::grammar {
namespace {

constexpr std::int64_t kMaxInterfaceNumber = 31;  ///< Linux reads 32 interfaces (USB_MAXINTERFACES).
constexpr std::int64_t kMaxPacket = 512;          ///< wMaxPacketSize of a bulk endpoint at high speed (USB 2.0, 5.8.3).

constexpr auto kDrivers = choices<Driver>("driver", {{"qmi_wwan", Driver::qmi_wwan}, {"qcserial", Driver::qcserial}});
constexpr auto kPortKinds = choices<PortKind>(
    "kind of port", {{"qmi", PortKind::qmi}, {"diag", PortKind::diag}, {"at", PortKind::at}, {"nmea", PortKind::nmea}});
constexpr auto kTypes = choices<Endpoint::Type>(
    "type of endpoint", {{"bulk", Endpoint::Type::bulk}, {"interrupt", Endpoint::Type::interrupt}});

constexpr KeySpec kInterfaceKeys[] = {
    required(key<&Interface::number>("number", integer(0, kMaxInterfaceNumber), "0", "bInterfaceNumber.")),
    key<&Interface::interface_class>("class", integer(0, UINT8_MAX), "0xff", "bInterfaceClass; 0xff unless given."),
    key<&Interface::subclass>("subclass", integer(0, UINT8_MAX), "0xff", "bInterfaceSubClass, likewise."),
    key<&Interface::protocol>("protocol", integer(0, UINT8_MAX), "0xff", "bInterfaceProtocol, likewise."),
    required(key<&Interface::driver>("driver", one_of(kDrivers), "qmi_wwan", "The Linux driver that binds it.")),
    required(key<&Interface::kind>("kind", one_of(kPortKinds), "qmi", "What the port speaks that the driver makes.")),
    required(key_by<read_any_port, &Interface::port>("port", a(Kind::port), "qmi",
                                                     "The port's name: `qmi`, or `ttyUSB` and a number.")),
    required(key<&Interface::endpoints>("endpoints", list(map(usb_endpoint)), "[{address: 0x81, type: bulk}]",
                                        "Its endpoints, in the order of their descriptors.")),
};

constexpr KeySpec kEndpointKeys[] = {
    required(key<&Endpoint::address>("address", integer(1, 0x8F), "0x81", "bEndpointAddress; 0x80 is to the host.")),
    required(key<&Endpoint::type>("type", one_of(kTypes), "bulk", "The type of its transfers.")),
    key<&Endpoint::packet>("packet", integer(8, kMaxPacket), "64",
                           "wMaxPacketSize at high speed, in bytes; 512 unless given."),
    key<&Endpoint::interval>("interval", integer(0, UINT8_MAX), "5", "bInterval at high speed; 0 unless given."),
};

}  // namespace

constinit const MapSpec usb_interface =
    map_for<Interface>("interface", "A USB interface, and the port that a Linux host makes of it.", kInterfaceKeys);
constinit const MapSpec usb_endpoint = map_for<Endpoint>("endpoint", "An endpoint of a USB interface.", kEndpointKeys);

}  // namespace modembench::bench::grammar
