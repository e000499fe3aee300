#include <catch2/catch.hpp>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/trace/printable.hpp"
#include "emulator/trace/trace.hpp"
#include "tests/unit/approval.hpp"

using namespace modembench;
using namespace std::chrono_literals;
using trace::Event;
using trace::EventKind;

namespace {

std::shared_ptr<const qmi::Message> start_network() {
  qmi::Message message{{qmi::wds::service, 3, qmi::MessageKind::request, 1, qmi::wds::start_network::id}, {}};
  message.set(qmi::wds::start_network::request::apn, "internet");
  return std::make_shared<const qmi::Message>(message);
}

std::shared_ptr<const qmi::Message> failure() {
  return std::make_shared<const qmi::Message>(qmi::response_to(start_network()->header, 14));
}

std::shared_ptr<const qmi::Message> status(std::uint8_t client) {
  auto message = qmi::indication(qmi::wds::service, client, qmi::wds::get_packet_service_status::id);
  message.set(qmi::wds::get_packet_service_status::indication::connection_status,
              qmi::Struct{{"status", std::uint8_t{2}}, {"reconfiguration required", std::uint8_t{0}}});
  return std::make_shared<const qmi::Message>(message);
}

qmi::Bytes text(std::string_view letters) { return {letters.begin(), letters.end()}; }

}  // namespace

TEST_CASE("each kind of event has its line", "[trace]") {
  const auto sync = std::make_shared<const qmi::Message>(
      qmi::Message{{qmi::ctl::service, 0, qmi::MessageKind::request, 1, qmi::ctl::sync::id}, {}});
  const std::vector<Event> events = {
      {.at = modembench::Instant(0us), .kind = EventKind::registered},
      {.at = modembench::Instant(0us), .kind = EventKind::registered, .port = tty_usb(0)},
      {.at = modembench::Instant(1ms),
       .kind = EventKind::client_started,
       .text = "qmicli -d /dev/cdc-wdm0 --dms-get-model"},
      {.at = modembench::Instant(12ms), .kind = EventKind::opened},
      {.at = modembench::Instant(12ms), .kind = EventKind::opened, .connection = 2},
      {.at = modembench::Instant(500ms), .kind = EventKind::request, .message = sync},
      {.at = modembench::Instant(512ms), .kind = EventKind::request, .message = start_network()},
      {.at = modembench::Instant(512999us), .kind = EventKind::response, .message = failure()},
      {.at = modembench::Instant(2s), .kind = EventKind::indication, .message = status(3)},
      {.at = modembench::Instant(2s), .kind = EventKind::indication, .connection = 2, .message = status(255)},
      {.at = modembench::Instant(2s),
       .kind = EventKind::bad_frame,
       .bytes = {0x41, 0x54},
       .text = "offset 0, QMUX marker: is 0x41"},
      {.at = modembench::Instant(2s), .kind = EventKind::bad_frame, .bytes = qmi::Bytes(100, 0xFF), .text = "too much"},
      {.at = modembench::Instant(3s), .kind = EventKind::serial_in, .port = tty_usb(0), .bytes = text("AT&F\r")},
      {.at = modembench::Instant(3s),
       .kind = EventKind::serial_out,
       .port = tty_usb(1),
       .bytes = text("\r\nOK\r\n\"\\\x1b\x80")},
      {.at = modembench::Instant(3s), .kind = EventKind::serial_in, .port = tty_usb(2), .bytes = qmi::Bytes(1500, 'a')},
      {.at = modembench::Instant(4s), .kind = EventKind::rule, .text = "unregister qmi  (line 7)"},
      {.at = modembench::Instant(4s), .kind = EventKind::unregistered, .text = "by the host"},
      {.at = modembench::Instant(4s), .kind = EventKind::closed, .text = "hung up"},
      {.at = modembench::Instant(4s), .kind = EventKind::modem, .text = "network registered"},
      {.at = modembench::Instant(5s),
       .kind = EventKind::client_says,
       .text = "error: \x1b[31mcouldn't open\x1b[0m caf\xC3\xA9 \xFF\n"},
      {.at = modembench::Instant(61s), .kind = EventKind::client_exited, .text = "exited with status 1", .status = 1},
      {.at = modembench::Instant(61s), .kind = EventKind::client_exited, .status = 2},
      {.at = modembench::Instant(100000s), .kind = EventKind::note, .text = "the deadline of 60s has come"},
  };
  std::string all;
  for (const auto& event : events) all += trace::to_text(event) + "\n";
  approve("trace_lines", all);
}

TEST_CASE("a trace keeps so many events and counts the others", "[trace]") {
  trace::Trace trace;
  std::size_t heard = 0;
  trace.listen([&](const Event&) { ++heard; });
  for (std::size_t i = 0; i < trace::Trace::kMaxEvents + 3; ++i) trace.add({.at = Instant(modembench::Duration(i))});
  CHECK(trace.events().size() == trace::Trace::kMaxEvents);
  CHECK(trace.lost() == 3);
  CHECK(heard == trace::Trace::kMaxEvents + 3);
  CHECK(trace.events().back().at == Instant(modembench::Duration(trace::Trace::kMaxEvents - 1)));
}

TEST_CASE("a trace keeps so many bytes and counts the events after them", "[trace]") {
  trace::Trace trace;
  const std::size_t part = trace::Trace::kMaxBytes / 4;
  for (int i = 0; i < 4; ++i) trace.add({.kind = EventKind::serial_in, .bytes = qmi::Bytes(part, 'a')});
  CHECK(trace.lost() == 0);
  trace.add({.kind = EventKind::serial_in, .bytes = qmi::Bytes(1, 'a')});
  trace.add({.kind = EventKind::note});
  CHECK(trace.events().size() == 4);
  CHECK(trace.lost() == 2);
}

TEST_CASE("what is printed is UTF-8 without control characters", "[trace]") {
  CHECK(trace::printable("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80") == "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80");
  CHECK(trace::printable("a\tb\r\n\x7f") == "a\\tb\\r\\n\\x7f");
  CHECK(trace::printable("\xC3") == "\\xc3");
  CHECK(trace::printable("\xE2\x82") == "\\xe2\\x82");
  CHECK(trace::printable("\xC0\x80") == "\\xc0\\x80");
  CHECK(trace::printable("\xED\xA0\x80") == "\\xed\\xa0\\x80");
  CHECK(trace::printable("\xF4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");
  CHECK(trace::printable("\xC2\x9B\xC2\x85") == "\\xc2\\x9b\\xc2\\x85");
  CHECK(trace::printable(std::string_view("a\0\x1b]0;x\a", 8)) == "a\\x00\\x1b]0;x\\x07");
  CHECK(trace::printable("\xE0\x80\xAF \xF0\x80\x80\xAF \xC3(") == "\\xe0\\x80\\xaf \\xf0\\x80\\x80\\xaf \\xc3(");
}

TEST_CASE("what turns a line's direction, ends it or isn't seen is spelt", "[trace]") {
  for (const char32_t code : {0x061CU, 0x180EU, 0x200BU, 0x200EU, 0x200FU, 0x2028U, 0x2029U, 0x202AU, 0x202EU, 0x2066U,
                              0x2069U, 0xFDD0U, 0xFEFFU, 0xFFFEU, 0xFFFFU, 0x1FFFEU, 0x10FFFFU, 0xE0041U}) {
    std::string text;
    if (code < 0x800) {
      text = {static_cast<char>(0xC0U | code >> 6), static_cast<char>(0x80U | (code & 0x3FU))};
    } else if (code < 0x10000) {
      text = {static_cast<char>(0xE0U | code >> 12), static_cast<char>(0x80U | (code >> 6 & 0x3FU)),
              static_cast<char>(0x80U | (code & 0x3FU))};
    } else {
      text = {static_cast<char>(0xF0U | code >> 18), static_cast<char>(0x80U | (code >> 12 & 0x3FU)),
              static_cast<char>(0x80U | (code >> 6 & 0x3FU)), static_cast<char>(0x80U | (code & 0x3FU))};
    }
    const auto spelt = fmt::format("<\\u{{{:x}}}>", static_cast<std::uint32_t>(code));
    CHECK(trace::printable("<" + text + ">") == spelt);
    CHECK(trace::printable(spelt) == spelt);
  }
  // What people write with stays: joiners, accents, right-to-left letters.
  CHECK(trace::printable("\u200d \u0301 \u05d0 \ufffd") == "\u200d \u0301 \u05d0 \ufffd");
}

TEST_CASE("tabs and lines stay where they are wanted", "[trace]") {
  CHECK(trace::printable("a\tb\nc\r", trace::Keep::tabs) == "a\tb\\nc\\r");
  CHECK(trace::printable("a\tb\nc\r", trace::Keep::lines) == "a\tb\nc\\r");
}

TEST_CASE("seconds are cut off at the millisecond", "[trace]") {
  CHECK(trace::seconds(0us) == "0.000");
  CHECK(trace::seconds(2742999us) == "2.742");
  CHECK(trace::seconds(61s) == "61.000");
  CHECK(trace::seconds(-1500ms) == "-1.500");
}

TEST_CASE("a trace that keeps nothing still tells its listener, and wants events only then") {
  trace::Trace silent(trace::Trace::Keep::nothing);
  CHECK_FALSE(silent.wanted());
  silent.add({.kind = EventKind::note, .text = "unheard"});
  std::string heard;
  silent.listen([&heard](const Event& event) { heard += event.text; });
  CHECK(silent.wanted());
  silent.add({.kind = EventKind::note, .text = "heard"});
  CHECK(heard == "heard");
  CHECK(silent.events().empty());
  CHECK(silent.lost() == 0);
  CHECK(trace::Trace().wanted());
}
