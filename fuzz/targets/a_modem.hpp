#pragma once

#include "emulator/modem/usb_identity.hpp"

namespace modembench::fuzz {

/// A USB identity with a QMI port and three serial ports, the numbers as a Gobi has them.
inline modem::UsbIdentity a_modem() {
  using Type = Endpoint::Type;
  modem::UsbIdentity usb;
  usb.shape.interfaces = {
      {.number = 0,
       .driver = Driver::qmi_wwan,
       .port = PortName::qmi,
       .endpoints = {{0x81, Type::interrupt, 64, 5}, {0x82, Type::bulk, 512, 32}, {0x01, Type::bulk, 512, 32}}},
      {.number = 1,
       .kind = PortKind::diag,
       .port = tty_usb(0),
       .endpoints = {{0x83, Type::bulk, 512, 32}, {0x02, Type::bulk, 512, 32}}},
      {.number = 2,
       .kind = PortKind::at,
       .port = tty_usb(1),
       .endpoints = {{0x84, Type::interrupt, 64, 5}, {0x85, Type::bulk, 512, 32}, {0x03, Type::bulk, 512, 32}}},
      {.number = 3,
       .kind = PortKind::nmea,
       .port = tty_usb(2),
       .endpoints = {{0x86, Type::bulk, 512, 32}, {0x04, Type::bulk, 512, 32}}}};
  return usb;
}

}  // namespace modembench::fuzz
