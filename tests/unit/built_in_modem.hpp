#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "bench/language/load.hpp"

/// What tests need of modems' files.
namespace modembench::testing {

inline constexpr PortName kTtyUsb0 = tty_usb(0);
inline constexpr PortName kTtyUsb1 = tty_usb(1);
inline constexpr PortName kTtyUsb2 = tty_usb(2);

/// A modem that is built in, by its name.
inline bench::ModemFile built_in(const std::string& name) {
  auto modem = bench::find_modem(name, {});
  if (!modem) throw std::logic_error(modem.error().front().to_string());
  return std::move(*modem);
}

inline const bench::ModemFile& mc8355() {
  static const auto modem = built_in("mc8355");
  return modem;
}

/// qmi, ttyUSB0, ttyUSB1, ttyUSB2.
inline std::vector<PortName> ports_of_mc8355() { return mc8355().profile.identity.usb.shape.ports(); }

/// `usb` of a modem's own file, in one line: the fewest interfaces that a modem can have.
inline const std::string kSmallestUsb =
    "usb: {vendor: 1, product: 2, interfaces: [{number: 0, driver: qmi_wwan, kind: qmi, port: qmi, endpoints: "
    "[{address: 0x81, type: interrupt}, {address: 0x82, type: bulk}, {address: 0x01, type: bulk}]}]}\n";

/// A modem's own file whose shape is another one: the ports of kind NMEA and AT are the other way round than those of a
/// Gobi, and interfaces leave numbers out, as qcserial and qmi_wwan know it of the MC7710 (Linux 6.1, QCSERIAL_SWI).
/// The endpoints are made up.
inline const std::string kOtherShape = R"(modem: other
about: A modem of another shape
usb:
  vendor: 0x1199
  product: 0x68a2
  interfaces:
    - {number: 0, driver: qcserial, kind: diag, port: ttyUSB0,
       endpoints: [{address: 0x81, type: bulk}, {address: 0x01, type: bulk}]}
    - {number: 2, driver: qcserial, kind: nmea, port: ttyUSB1,
       endpoints: [{address: 0x83, type: bulk}, {address: 0x02, type: bulk}]}
    - {number: 3, driver: qcserial, kind: at, port: ttyUSB2,
       endpoints: [{address: 0x84, type: interrupt, packet: 10, interval: 5}, {address: 0x85, type: bulk},
                   {address: 0x03, type: bulk}]}
    - {number: 8, class: 0xff, subclass: 0xfe, protocol: 0xfd, driver: qmi_wwan, kind: qmi, port: qmi,
       endpoints: [{address: 0x89, type: interrupt, packet: 8, interval: 9}, {address: 0x8a, type: bulk},
                   {address: 0x09, type: bulk}]}
services: {CTL: 1.5, WDS: 1.11, DMS: 1.6, NAS: 1.8}
)";

}  // namespace modembench::testing
