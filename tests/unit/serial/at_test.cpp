#include <catch2/catch.hpp>

#include "emulator/serial/at_line.hpp"
#include "emulator/serial/at_speaker.hpp"
#include "tests/unit/serial/serial_under_test.hpp"

namespace modembench::serial::test {

namespace {

At answering(std::vector<AtAnswer> answers) {
  At at = quiet();
  at.answers = std::move(answers);
  return at;
}

constexpr auto kConnect = "\r\nCONNECT\r\n";
constexpr auto kNoCarrier = "\r\nNO CARRIER\r\n";

using Commands = std::vector<std::string>;

}  // namespace

TEST_CASE("serial: a line is split into its commands as V.250 has it") {
  CHECK(split_commands("AT") == Commands{});
  CHECK(split_commands("ATE0V1&F") == Commands{"ATE0", "ATV1", "AT&F"});
  CHECK(split_commands("at e0 +csq;+creg?") == Commands{"ATe0", "AT+csq", "AT+creg?"});
  CHECK(split_commands("AT+CGDCONT=1,\"IP\",\"a; b\";&F") == Commands{"AT+CGDCONT=1,\"IP\",\"a; b\"", "AT&F"});
  CHECK(split_commands("ATS0=1S3?X4") == Commands{"ATS0=1", "ATS3?", "ATX4"});
  CHECK(split_commands("ATE0DT0123;E1") == Commands{"ATE0", "ATDT0123;E1"});
  CHECK(split_commands("AT;;I;") == Commands{"ATI"});
  CHECK(split_commands("~~~ATI") == Commands{"ATI"});
  CHECK(split_commands("AT&") == Commands{"AT&"});
  CHECK_FALSE(split_commands("").has_value());
  CHECK_FALSE(split_commands("aT").has_value());
  CHECK_FALSE(split_commands("hello").has_value());
}

TEST_CASE("serial: an answer's command fits to the letter, with .* for any text") {
  CHECK(fits("AT+CSQ", "at+csq"));
  CHECK(fits("AT + CSQ", "AT+CSQ"));
  CHECK_FALSE(fits("AT+CSQ", "ATTTCSQ"));
  CHECK_FALSE(fits("AT+CSQ", "AT+CSQ?"));
  CHECK(fits("AT+CREG?", "AT+CREG?"));
  CHECK_FALSE(fits("AT+CREG?", "AT+CRE"));
  CHECK(fits("ATD.*", "ATD*99#"));
  CHECK(fits("ATD.*", "ATD"));
  CHECK_FALSE(fits("ATD.*", "XATD"));
  CHECK(fits(".*", ""));
  CHECK(fits("AT+CGDCONT=.*\"internet\"", "AT+CGDCONT=1,\"IP\",\"internet\""));
  CHECK_FALSE(fits("AT.*T", "AT"));
  CHECK(fits("AT.*T", "ATT"));
  CHECK(fits("A.*B.*C", "AxBxBxC"));
  CHECK_FALSE(fits("A.*B.*C", "AxCxB"));
  CHECK(fits("ATD\"A B\"", "ATD \"a b\""));
  CHECK_FALSE(fits("ATD\"A B\"", "ATD\"ab\""));
}

TEST_CASE("serial: characters are echoed as they come, and a line ends with CR alone") {
  PortUnderTest port(At{});
  CHECK(port.send("A") == "A");
  CHECK(port.send("T") == "T");
  CHECK(port.send("\n") == "\n");
  CHECK(port.send("\r") == std::string("\r") + kOk);
  CHECK(port.send("\r\n\r") == "\r\n\r");
  CHECK(port.send("ATE0\r") == std::string("ATE0\r") + kOk);
  CHECK(port.send("AT\r") == kOk);
  CHECK(port.send("ATE1\r") == kOk);
  CHECK(port.send("AT\r") == std::string("AT\r") + kOk);
}

TEST_CASE("serial: a command that nobody has an answer for is an error, and the rest of its line isn't done") {
  PortUnderTest port(quiet());
  CHECK(port.send("ATI\r") == kError);
  CHECK(port.send("AT+CSQ\r") == kError);
  CHECK(port.send("AT+CSQ;E1\r") == kError);
  CHECK(port.send("AT\r") == kOk);
  CHECK(port.send("ATE7\r") == kError);
  CHECK(port.send("AT&\r") == kError);
  CHECK(port.send("ATE99999999999999999999\r") == kError);
  CHECK(port.send("hello\r").empty());
  CHECK(port.send("AT\xff\r") == kError);
  CHECK(port.send("AT&F&D2&C1X4S0=0Z\r") == kOk);
}

TEST_CASE("serial: answers are the scenario's, the first that fits") {
  PortUnderTest port(answering({{"ATI", {"Sierra Wireless", "MC8355"}, {}},
                                {"AT+CSQ", {"+CSQ: 20,99"}, {}},
                                {"AT+CPIN?", {"+CME ERROR: 10"}, {}},
                                {"ATD*98.*", {"BUSY"}, {}},
                                {"AT+COPS=?", {}, {}},
                                {"hello", {"you too"}, {}},
                                {"ATE0V1", {"as you like"}, {}},
                                {"AT+C.*", {"OK"}, {}}}));
  CHECK(port.send("ati\r") == "\r\nSierra Wireless\r\nMC8355\r\n\r\nOK\r\n");
  CHECK(port.send("AT+CSQ\r") == "\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
  CHECK(port.send("AT+CSQ;+CSQ\r") == "\r\n+CSQ: 20,99\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
  CHECK(port.send("AT+CPIN?;+CSQ\r") == "\r\n+CME ERROR: 10\r\n");
  CHECK(port.send("ATD*98#\r") == "\r\nBUSY\r\n");
  CHECK(port.send("AT+COPS=?\r").empty());
  CHECK(port.send("hello\r") == "\r\nyou too\r\n\r\nOK\r\n");
  CHECK(port.send("AT E0 V1\r") == "\r\nas you like\r\n\r\nOK\r\n");
  CHECK(port.send("AT+CMEE=1\r") == kOk);
  CHECK(port.send("AT+WHAT\r") == kError);
}

TEST_CASE("serial: OK to everything is OK to nonsense too, and still has its answers") {
  At at = answering({{"ATI", {"MC8355"}, {}}});
  at.ok_to_everything = true;
  PortUnderTest port(at);
  for (const auto* line : {"AT+NONSENSE\r", "hello\r", "ATD*99#\r", "ATE9\r", "\x01?\r"}) {
    INFO(line);
    CHECK(port.send(line) == kOk);
  }
  CHECK(port.send("ATI\r") == "\r\nMC8355\r\n\r\nOK\r\n");
  CHECK(port.send("\r").empty());
}

TEST_CASE("serial: an answer may take its time, and what comes meanwhile waits") {
  At at = answering({{"AT+COPS=?", {"+COPS: (2)"}, 3s}});
  at.delay = 200ms;
  PortUnderTest port(at);
  CHECK(port.send("AT\r").empty());
  CHECK(port.pass(199ms).empty());
  CHECK(port.pass(1ms) == kOk);
  CHECK(port.send("AT+COPS=?\rATI\r").empty());
  CHECK(port.pass(2999ms).empty());
  CHECK(port.pass(1ms) == "\r\n+COPS: (2)\r\n\r\nOK\r\n");
  CHECK(port.pass(200ms) == kError);
  CHECK_FALSE(port.port().next_deadline().has_value());
}

TEST_CASE("serial: what waits for an answer has a limit") {
  At at = quiet();
  at.delay = 1s;
  PortUnderTest port(at);
  CHECK(port.send("AT\r").empty());
  for (int i = 0; i < 100; ++i) CHECK(port.send(std::string(1000, '\r')).empty());
  CHECK(port.send("ATI\r").empty());
  CHECK(port.pass(1s) == kOk);
  CHECK(port.pass(10s).empty());
  CHECK(port.send("AT\r").empty());
  CHECK(port.pass(1s) == kOk);
}

TEST_CASE("serial: a line has a limit, and one that is longer is an error") {
  PortUnderTest port(quiet());
  const std::string fill(kMaxAtLine - 2, ' ');
  CHECK(port.send("AT" + fill + "\r") == kOk);
  CHECK(port.send("AT" + fill + " \r") == kError);
  CHECK(port.send(std::string(1'000'000, 'x')).empty());
  CHECK(port.send("\r") == kError);
  CHECK(port.send("AT\r") == kOk);
}

TEST_CASE("serial: a character can be taken back, and A/ does the last line again") {
  PortUnderTest port(answering({{"ATI", {"MC8355"}, {}}}));
  CHECK(port.send("A/").empty());
  CHECK(port.send("\b\bATX\bI\r") == "\r\nMC8355\r\n\r\nOK\r\n");
  CHECK(port.send("A/") == "\r\nMC8355\r\n\r\nOK\r\n");
  CHECK(port.send("a/") == "\r\nMC8355\r\n\r\nOK\r\n");
  CHECK(port.send("AT\r") == kOk);
}

TEST_CASE("serial: results in numbers, no results, other characters at the end of a line") {
  PortUnderTest port(answering({{"ATI", {"MC8355"}, {}}, {"AT+X", {"+CME ERROR: 3"}, {}}}));
  CHECK(port.send("ATV0\r") == "0\r");
  CHECK(port.send("ATI\r") == "MC8355\r\n0\r");
  CHECK(port.send("AT+NO\r") == "4\r");
  CHECK(port.send("AT+X\r") == "+CME ERROR: 3\r\n");
  CHECK(port.send("ATD1\r") == "3\r");
  CHECK(port.send("ATV1Q1\r").empty());
  CHECK(port.send("ATI\r") == "\r\nMC8355\r\n");
  CHECK(port.send("ATQ0\r") == kOk);
  CHECK(port.send("ATS3?\r") == "\r\n013\r\n\r\nOK\r\n");
  CHECK(port.send("ATS3=33\r") == "!\nOK!\n");
  CHECK(port.send("AT!") == "!\nOK!\n");
  CHECK(port.send("ATZ!") == kOk);
  CHECK(port.send("ATS3=200\r") == kError);
  CHECK(port.send("ATS256=1\r") == kError);
  CHECK(port.send("ATS=\r") == kOk);  // S0 is 0
}

TEST_CASE("serial: a dial without an answer finds no carrier") {
  PortUnderTest port(quiet());
  CHECK(port.send("ATD*99#\r") == kNoCarrier);
  CHECK(port.send("ATO\r") == kNoCarrier);
  CHECK(port.send("AT\r") == kOk);
}

TEST_CASE("serial: after CONNECT the port takes data in silence, until +++ between two pauses") {
  PortUnderTest port(answering({{"ATD.*", {"CONNECT 7200000"}, {}}}));
  CHECK(port.send("ATD*99#\r") == "\r\nCONNECT 7200000\r\n");
  CHECK(port.send("AT\r~\xff}#").empty());
  CHECK(port.pass(10s).empty());
  CHECK(port.send("+").empty());
  CHECK(port.send("++").empty());
  CHECK(port.pass(999ms).empty());
  CHECK(port.pass(1ms) == kOk);
  CHECK(port.send("AT\r") == kOk);
  CHECK(port.send("ATO\r") == kConnect);
  CHECK(port.send("AT\r").empty());
  CHECK(port.pass(1s).empty());
  CHECK(port.send("+++").empty());
  CHECK(port.pass(1s) == kOk);
  CHECK(port.send("ATH\r") == kOk);
  CHECK(port.send("ATO\r") == kNoCarrier);
}

TEST_CASE("serial: pluses in data are data") {
  PortUnderTest port(answering({{"ATD.*", {"CONNECT"}, {}}}));
  CHECK(port.send("ATD1\r") == kConnect);
  CHECK(port.send("+++").empty());  // no pause before
  CHECK(port.pass(2s).empty());
  CHECK(port.send("+++x").empty());  // no pause after
  CHECK(port.pass(2s).empty());
  CHECK(port.send("++++").empty());
  CHECK(port.pass(2s).empty());
  CHECK(port.send("+").empty());
  CHECK(port.pass(2s).empty());
  CHECK(port.send("++").empty());  // too far apart
  CHECK(port.pass(2s).empty());
  CHECK(port.send("AT\r").empty());
}

TEST_CASE("serial: a carrier that is lost ends the data, a closed port the call") {
  At at = answering({{"ATD.*", {"CONNECT"}, {}}});
  at.carrier_lost_after = 5s;
  PortUnderTest port(at);
  CHECK(port.send("ATD1\r") == kConnect);
  CHECK(port.pass(4999ms).empty());
  CHECK(port.pass(1ms) == kNoCarrier);
  CHECK(port.send("AT\r") == kOk);
  CHECK(port.send("ATD1\r") == kConnect);
  port.port().closed(port.now());
  CHECK_FALSE(port.port().next_deadline().has_value());
  port.port().opened(port.now());
  CHECK(port.send("AT\r") == kOk);
  CHECK(port.send("ATO\r") == kNoCarrier);
}

TEST_CASE("serial: a half line and an answer to come are gone when the port is closed") {
  At at = quiet();
  at.delay = 1s;
  PortUnderTest port(at);
  CHECK(port.send("AT\rATI").empty());
  port.port().closed(port.now());
  port.port().opened(port.now());
  CHECK(port.pass(2s).empty());
  CHECK(port.send("\r").empty());
  CHECK(port.pass(2s).empty());
}

TEST_CASE("serial: lines that nobody asked for come at their time, but not into data") {
  At at = answering({{"ATD.*", {"CONNECT"}, {}}});
  at.unsolicited = {{"+CREG: 1", 2s, 5s}, {"RING", 3s, {}}};
  Port port(at);
  const auto at_time = [&](Duration time) { return PortUnderTest::text(port.advance(Instant(time))); };
  CHECK(port.next_deadline() == Instant{2s});
  CHECK(at_time(2s) == "\r\n+CREG: 1\r\n");
  CHECK(at_time(3s) == "\r\nRING\r\n");
  CHECK(port.next_deadline() == Instant{7s});
  CHECK(PortUnderTest::text(port.receive(PortUnderTest::bytes("ATD1\r"), Instant(6s))) == kConnect);
  CHECK(at_time(7s).empty());
  CHECK(port.next_deadline() == Instant{12s});
}

}  // namespace modembench::serial::test
