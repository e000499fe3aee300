#pragma once

#include "emulator/qmi/bytes.hpp"
#include "emulator/shape.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::trace {

/// The exchange of a run with a modem of that shape as a capture file (pcapng, little-endian) that Wireshark and tshark
/// read: QMI as the control transfers that carry it on a real USB port (SEND_ENCAPSULATED_COMMAND,
/// GET_ENCAPSULATED_RESPONSE), serial bytes as bulk transfers on the endpoints of its interfaces, in Linux' usbmon
/// layout (link type 220), so that tools made for captures of real modems work on it. Each frame's comment is our line
/// about it; what isn't on the wire (rules, the client's output) is left out. Time stamps are microseconds since the
/// run began, counted from 1970-01-01: equal runs give equal files. Layouts: draft-ietf-opsawg-pcapng; Linux
/// Documentation/usb/usbmon.rst.
[[nodiscard]] qmi::Bytes to_pcapng(const Trace& trace, const Shape& shape);

}  // namespace modembench::trace
