#include <catch2/catch.hpp>

#include "emulator/modem/fixed_answers.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/messages/pds.hpp"
#include "tests/unit/approval.hpp"
#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;
using mb::PortName;
using mb::tty_usb;

namespace {

/// What has been said on a port since this was asked last.
std::string said(Bench& bench, PortName port) {
  std::string text;
  for (const auto& output : bench.take_outputs()) {
    if (output.kind == sc::Output::Kind::send && output.port == port) {
      text.append(output.bytes.begin(), output.bytes.end());
    }
  }
  return text;
}

std::string voices(const sc::Scenario& scenario) {
  std::string text;
  for (const auto& [port, voice] : scenario.serial) text += std::to_string(voice.index());
  return text;
}

}  // namespace

TEST_CASE("the modem's own serial ports are silent, but for NMEA, which waits for its word", "[scenario]") {
  CHECK(voices(load_with("")) == "004");
  CHECK(voices(load_with("set: {serial: silent}\n")) == "000");
  CHECK(voices(load_with("set: {serial: noise}\n")) == "111");
  CHECK(voices(load_with("set: {serial: {ttyUSB1: at}}\n")) == "034");
  CHECK(voices(load_with("set: {serial: {ttyUSB0: {diag: {answers errors: true}}, ttyUSB2: silent}}\n")) == "200");
  CHECK(voices(load_with("set: {serial: {ttyUSB0: at, ttyUSB2: diag}}\n")) == "302");
}

TEST_CASE("the settings of a voice are read as they are written", "[scenario]") {
  const auto scenario = load_with(R"(set:
  serial:
    ttyUSB0: {noise: {seed: 9, size: 100, every: 20ms}}
    ttyUSB1:
      at:
        echo: false
        ok to everything: true
        delay: 200ms
        answers:
          ATI: [Sierra Wireless, MC8355]
          AT+CSQ: "+CSQ: 20,99"
          ATD.*: {say: CONNECT, delay: 2s}
          AT+COPS=?: []
        unsolicited: [{say: RING, after: 1s}, {say: "+CREG: 1", every: 5s}]
        carrier lost after: 10s
)");
  const auto& noise = std::get<mb::serial::Noise>(scenario.serial.at(mb::tty_usb(0)));
  CHECK(noise.seed == 9);
  CHECK(noise.size == 100);
  CHECK(noise.every == 20ms);
  const auto& at = std::get<mb::serial::At>(scenario.serial.at(mb::tty_usb(1)));
  CHECK_FALSE(at.echo);
  CHECK(at.ok_to_everything);
  CHECK(at.delay == 200ms);
  REQUIRE(at.answers.size() == 4);
  CHECK(at.answers[0].lines == std::vector<std::string>{"Sierra Wireless", "MC8355"});
  CHECK(at.answers[2].command == "ATD.*");
  CHECK(at.answers[2].delay == 2s);
  CHECK(at.answers[3].lines.empty());
  REQUIRE(at.unsolicited.size() == 2);
  CHECK_FALSE(at.unsolicited[0].every.has_value());
  CHECK_FALSE(at.unsolicited[1].after.has_value());
  CHECK(at.carrier_lost_after == 10s);
}

TEST_CASE("an AT port echoes and answers, each connection its own", "[scenario]") {
  Bench bench("set: {serial: {ttyUSB1: {at: {answers: {ATI: MC8355}, delay: 100ms}}}}\n");
  bench.open(0, tty_usb(1));
  static_cast<void>(bench.take_outputs());
  bench.text("ATI\r", tty_usb(1));
  CHECK(said(bench, tty_usb(1)) == "ATI\r");
  bench.go_to(100ms);
  CHECK(said(bench, tty_usb(1)) == "\r\nMC8355\r\n\r\nOK\r\n");
  bench.text("ATI\r", tty_usb(0));
  CHECK(said(bench, tty_usb(0)).empty());
}

TEST_CASE("what an AT command does to the modem a QMI client hears of, and the other way round", "[scenario]") {
  Bench bench("set: {serial: {ttyUSB1: {at: {echo: false}}}}\n");
  bench.open(0, PortName::qmi);
  bench.open(0, tty_usb(1));
  bench.open(1, tty_usb(1));
  const auto dms = bench.client_id(qmi::dms::service);
  auto listen = Bench::request(qmi::dms::service, dms, 1, qmi::dms::set_event_report::id);
  listen.set(qmi::dms::set_event_report::request::operating_mode_reporting, std::uint8_t{1});
  bench.send(listen);
  static_cast<void>(bench.take_outputs());
  bench.text("AT+CFUN=0;+CFUN?\r", tty_usb(1));
  // To the connection that asked alone.
  CHECK(said(bench, tty_usb(1)) == "\r\n+CFUN: 0\r\n\r\nOK\r\n");
  bench.go_to(1s);
  const auto told = bench.take_messages();
  REQUIRE(told.size() == 1);
  CHECK(told[0].second.header.kind == qmi::MessageKind::indication);
  auto online = Bench::request(qmi::dms::service, dms, 2, qmi::dms::set_operating_mode::id);
  online.set(qmi::dms::set_operating_mode::request::mode, std::uint8_t{0});
  bench.send(online);
  static_cast<void>(bench.take_outputs());
  bench.text("AT+CFUN?\r", tty_usb(1));
  CHECK(said(bench, tty_usb(1)) == "\r\n+CFUN: 1\r\n\r\nOK\r\n");
  // The client id is the only one there is.
  CHECK(bench.modem().modem().held_client_ids().size() == 1);
  // Nothing but what passed on the ports is in the trace.
  CHECK(bench.trace_text().find("Get Operating Mode") == std::string::npos);
}

TEST_CASE("a modem whose firmware is down can't be asked by AT either", "[scenario]") {
  Bench bench(R"(set: {serial: {ttyUSB1: {at: {echo: false}}}}
when: [{at: 1s, do: {reboot: {silent for: 5s}}}]
)");
  bench.open(0, tty_usb(1));
  bench.go_to(2s);
  static_cast<void>(bench.take_outputs());
  bench.text("AT+CFUN?\r", tty_usb(1));
  CHECK(said(bench, tty_usb(1)) == "\r\nERROR\r\n");
  bench.go_to(10s);
  bench.text("AT+CFUN?\r", tty_usb(1));
  CHECK(said(bench, tty_usb(1)) == "\r\n+CFUN: 1\r\n\r\nOK\r\n");
}

TEST_CASE("DIAG tells the version of the modem's own firmware, also with a voice given later", "[scenario]") {
  const mb::qmi::Bytes request = {0x00, 0x78, 0xF0, 0x7E};
  Bench bench(R"(set: {serial: {ttyUSB0: {diag: {answers version: true}}}}
when: [{at: 1s, do: {set: {serial: {ttyUSB0: {diag: {answers version: true}}}}}}]
)");
  bench.open(0, tty_usb(0));
  static_cast<void>(bench.take_outputs());
  bench.bytes(request, 0, tty_usb(0));
  const auto first = said(bench, tty_usb(0));
  CHECK(first.substr(1, 19) == "Nov 23 201016:00:00");
  bench.go_to(2s);
  bench.bytes(request, 0, tty_usb(0));
  CHECK(said(bench, tty_usb(0)) == first);
  const auto gobi2000 = load("about: a test\nmodem: gobi2000\nexpect: [{device: qmi, is: present}]\n");
  CHECK(mb::modem::revision_of(gobi2000.profile.identity) == "D1025-STUTABGD-1000  1  [Apr 14 2009 18:00:00]");
  CHECK(mb::modem::revision_of({}).empty());
}

TEST_CASE("$GPS_START makes the NMEA port speak once a second until $GPS_STOP", "[scenario]") {
  Bench bench("");
  bench.open(0, tty_usb(2));
  bench.go_to(10s);
  static_cast<void>(bench.take_outputs());
  bench.text("$GPS_START\n", tty_usb(2));
  bench.go_to(11s);
  const auto first = said(bench, tty_usb(2));
  CHECK(first.starts_with("$GPGSV,2,1,08,"));
  CHECK(first.find("$GPRMC,120011.0,A,") != std::string::npos);
  bench.go_to(13s);
  CHECK(said(bench, tty_usb(2)).size() == 2 * first.size());
  bench.text("$GPS_STOP\n", tty_usb(2));
  bench.go_to(60s);
  CHECK(said(bench, tty_usb(2)).empty());
}

TEST_CASE("`serial: silent` silences NMEA, too", "[scenario]") {
  Bench bench("set: {serial: silent}\n");
  bench.open(0, tty_usb(2));
  bench.text("$GPS_START\n", tty_usb(2));
  bench.go_to(60s);
  CHECK(said(bench, tty_usb(2)).empty());
}

TEST_CASE("a PDS session on the QMI port is heard on the NMEA port", "[scenario]") {
  Bench bench("set: {gps: {latitude: -33.8688, longitude: 151.2093, time: \"2024-02-29T23:59:59Z\"}}\n");
  bench.open(0, PortName::qmi);
  bench.open(0, tty_usb(2));
  const auto pds = bench.client_id(qmi::pds::service);
  auto request = Bench::request(qmi::pds::service, pds, 1, qmi::pds::set_auto_tracking_state::id);
  request.set(qmi::pds::set_auto_tracking_state::request::state, qmi::Struct{{"auto tracking state", std::uint8_t{1}}});
  bench.send(request);
  bench.go_to(1s);
  const auto nmea = said(bench, tty_usb(2));
  CHECK(nmea.find("$GPRMC,000000.0,A,3352.128000,S,15112.558000,E,0.0,0.0,010324,,,A*") != std::string::npos);
}

TEST_CASE("a rule makes a port say something, or gives it another voice", "[scenario]") {
  Bench bench(R"(set: {serial: {ttyUSB1: at}}
when:
  - at: 1s
    do: {say: {ttyUSB1: "\r\nRING\r\n", ttyUSB0: "~"}}
  - at: 2s
    do: {set: {serial: {ttyUSB1: silent}}}
)");
  bench.open(0, tty_usb(1));
  bench.go_to(1s);
  CHECK(said(bench, tty_usb(1)) == "\r\nRING\r\n");
  bench.text("AT\r", tty_usb(1));
  CHECK(said(bench, tty_usb(1)) == "AT\r\r\nOK\r\n");
  bench.go_to(2s);
  bench.text("AT\r", tty_usb(1));
  CHECK(said(bench, tty_usb(1)).empty());
  approve("scenario_serial_rules", bench.trace_text());
}

TEST_CASE("a rule waits for what a serial port receives", "[scenario]") {
  Bench bench(R"(set: {serial: {ttyUSB1: at}}
when:
  - on: {serial: ttyUSB1, receives: "ATD"}
    nth: 2
    times: 1
    do: {set: {serial: {ttyUSB1: silent}}}
  - on: {serial: ttyUSB0, receives: "ATD"}
    do: {unregister: ttyUSB1}
)");
  bench.open(0, tty_usb(1));
  static_cast<void>(bench.take_outputs());
  bench.text("ATD1\r", tty_usb(1));
  CHECK(said(bench, tty_usb(1)) == "ATD1\r\r\nNO CARRIER\r\n");
  // In pieces; the voice is another before it answers.
  bench.text("AT", tty_usb(1));
  CHECK(said(bench, tty_usb(1)) == "AT");
  bench.text("D", tty_usb(1));
  bench.text("1\r", tty_usb(1));
  CHECK(said(bench, tty_usb(1)).empty());
  bench.text("ATD", tty_usb(0));
  CHECK(whats(bench.take_outputs()) == std::vector{sc::Output::Kind::unregister_port});
}

TEST_CASE("a port that a rule takes away in the middle of a command says nothing any more", "[scenario]") {
  Bench bench(R"(set: {serial: {ttyUSB1: at}}
when:
  - on: {serial: ttyUSB1, receives: "ATI"}
    do: {unregister: ttyUSB1}
)");
  bench.open(0, tty_usb(1));
  bench.text("ATI\r", tty_usb(1));
  CHECK(said(bench, tty_usb(1)).empty());
}

TEST_CASE("a flood on a serial port leaves rules with little to remember", "[scenario]") {
  Bench bench(R"(when:
  - on: {serial: ttyUSB0, receives: "never$"}
    do: {unregister: ttyUSB1}
  - on: {serial: ttyUSB0, receives: "first[^]*never"}
    do: {unregister: ttyUSB2}
)");
  bench.text("first", tty_usb(0));
  for (int i = 0; i < 1000; ++i) bench.text(std::string(100, 'x'), tty_usb(0));
  static_cast<void>(bench.take_outputs());
  bench.text("never", tty_usb(0));
  const auto outputs = bench.take_outputs();
  REQUIRE(outputs.size() == 1);
  CHECK(outputs[0].port == tty_usb(1));
}

TEST_CASE("the last one who closes a port hangs up the call that is up on it", "[scenario]") {
  Bench bench("set: {serial: {ttyUSB1: {at: {echo: false, answers: {ATD.*: CONNECT}}}}}\n");
  bench.open(0, tty_usb(1));
  bench.open(1, tty_usb(1));
  bench.text("ATD1\r", tty_usb(1));
  CHECK(said(bench, tty_usb(1)) == "\r\nCONNECT\r\n");
  bench.close(1, tty_usb(1));
  bench.text("AT\r", tty_usb(1));
  CHECK(said(bench, tty_usb(1)).empty());
  bench.close(0, tty_usb(1));
  bench.text("AT\r", tty_usb(1));
  CHECK(said(bench, tty_usb(1)) == "\r\nOK\r\n");
}

TEST_CASE("mistakes in what serial ports say are told", "[scenario]") {
  const auto in_serial = [](const std::string& text) { return "set: {serial: " + text + "}\n"; };
  const auto in_when = [](const std::string& text) { return "when: [" + text + "]\n"; };
  std::string report;
  for (const std::string& lines : {
           in_serial("{ttyUSB3: at}"),
           in_serial("{ttyUSB1: loud}"),
           in_serial("{ttyUSB1: {nema: {}}}"),
           in_serial("{ttyUSB1: {nmea: {rate: 1s}}}"),
           in_serial("{ttyUSB1: {at: {}, diag: {}}}"),
           in_serial("{ttyUSB1: {}}"),
           in_serial("{ttyUSB1: [at]}"),
           in_serial("{ttyUSB1: {at: {ecko: true}}}"),
           in_serial("{ttyUSB1: {at: {echo: loud, delay: 5}}}"),
           in_serial("{ttyUSB1: {at: {answers: [ATI]}}}"),
           in_serial("{ttyUSB1: {at: {answers: {\"\": OK, ATI: {delay: 1s}}}}}"),
           in_serial("{ttyUSB1: {at: {unsolicited: {say: RING}}}}"),
           in_serial("{ttyUSB1: {at: {unsolicited: {every: 1ms}}}}"),
           in_serial("{ttyUSB1: {noise: {size: 0, seed: -1, every: 0s}}}"),
           in_serial("{ttyUSB0: {diag: {answers errors: maybe}}}"),
           std::string("set: {gps: {latitude: 91, longitude: east, fix: 2d}}\n"),
           std::string("set: {gps: {time: 2012-06-31T12:00:00Z}}\n"),
           std::string("set: {gps: {time: \"1979-12-31T23:59:59Z\"}}\n"),
           std::string("set: {gps: {time: \"2012-06-18 12:00:00\"}}\n"),
           in_when("{at: 1s, do: {say: RING}}"),
           in_when("{at: 1s, do: {say: {qmi: RING}}}"),
           in_when("{at: 1s, do: {set: {serial: loud}}}"),
           in_when("{at: 1s, do: {set: {sim: {}}}}"),
           in_when("{at: 1s, do: {set: {}}}"),
           in_when("{on: {serial: ttyUSB1}, do: {unregister: qmi}}"),
           in_when("{on: {serial: qmi, receives: x}, do: {unregister: qmi}}"),
           in_when("{on: {serial: ttyUSB1, receives: \"(\"}, do: {unregister: qmi}}"),
           in_when("{on: {serial: ttyUSB1, receives: x}, where: {apn: x}, do: {drop: true}}"),
       }) {
    report += "  | " + lines +
              mistakes_of("about: a test\nmodem: mc8355\n" + lines + "expect: [{device: qmi, is: present}]\n") + "\n";
  }
  approve("scenario_mistakes_serial", report);
}
