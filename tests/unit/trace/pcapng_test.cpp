#include <catch2/catch.hpp>

#include <fstream>

#include "emulator/qmi/messages/dms.hpp"
#include "emulator/trace/pcapng.hpp"
#include "tests/unit/approval.hpp"
#include "tests/unit/built_in_modem.hpp"

using namespace modembench;
using namespace std::chrono_literals;
using trace::EventKind;

namespace {

trace::Trace exchange() {
  const qmi::Bytes request = {0x01, 0x0c, 0x00, 0x00, 0x02, 0x01, 0x00, 0x01, 0x00, 0x22, 0x00, 0x00, 0x00};
  const qmi::Header header{qmi::dms::service, 1, qmi::MessageKind::request, 1, qmi::dms::get_model::id};
  const auto asked = std::make_shared<const qmi::Message>(qmi::Message{header, {}});
  const auto answered = std::make_shared<const qmi::Message>(qmi::response_to(header, 71));
  trace::Trace trace;
  trace.add({.at = modembench::Instant(0us), .kind = EventKind::registered});
  trace.add({.at = modembench::Instant(1500ms), .kind = EventKind::request, .bytes = request, .message = asked});
  trace.add({.at = modembench::Instant(1501ms),
             .kind = EventKind::response,
             .bytes = {0x01, 0x02, 0x03},
             .message = answered});
  trace.add(
      {.at = modembench::Instant(4295s), .kind = EventKind::serial_in, .port = tty_usb(0), .bytes = {'A', 'T', '\r'}});
  trace.add({.at = modembench::Instant(4295s), .kind = EventKind::serial_out, .port = tty_usb(1), .bytes = {'O', 'K'}});
  trace.add({.at = modembench::Instant(4296s),
             .kind = EventKind::bad_frame,
             .bytes = {0xFF},
             .text = "offset 0, QMUX marker: is 0xff"});
  trace.add({.at = modembench::Instant(4297s), .kind = EventKind::client_exited, .status = 1});
  return trace;
}

std::string lines_of_16(const qmi::Bytes& bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 16) {
    out += qmi::to_hex(qmi::ByteView(bytes).subspan(at, std::min<std::size_t>(16, bytes.size() - at))) + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("a capture has the frames of the wire, both halves of each transfer, with our line as comment", "[trace]") {
  approve("trace_pcapng", lines_of_16(trace::to_pcapng(exchange(), testing::mc8355().profile.identity.usb.shape)));
}

TEST_CASE("a capture of nothing is a capture", "[trace]") {
  CHECK(trace::to_pcapng(trace::Trace{}, {}).size() == 28 + 20);
}

TEST_CASE("a very long line is cut, not the frame", "[trace]") {
  trace::Trace trace;
  trace.add({.kind = EventKind::bad_frame, .bytes = qmi::Bytes(70000, 0x41), .text = std::string(100000, 'x')});
  const auto file = trace::to_pcapng(trace, testing::mc8355().profile.identity.usb.shape);
  CHECK(file.size() > 70000);
  CHECK(file.size() < 90000);
}
