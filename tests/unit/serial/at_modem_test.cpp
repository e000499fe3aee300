#include <catch2/catch.hpp>

#include "emulator/qmi/error_code.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/serial/at_modem_command.hpp"
#include "tests/unit/serial/serial_under_test.hpp"

/// AT commands that the modem does: what is asked of it, and how its response is worded.
namespace modembench::serial::test {

namespace {

namespace dms = qmi::dms;
using dms::OperatingMode;

constexpr auto kAborted = static_cast<std::uint16_t>(qmi::ErrorCode::Aborted);

/// The response of a modem in this mode.
qmi::Message mode_is(const qmi::Message& request, OperatingMode mode) {
  return qmi::respond(request.header, dms::get_operating_mode::Response{.mode = mode});
}

/// The request that the port makes; fails the test if there is none.
qmi::Message request_of(PortUnderTest& port) {
  auto request = port.port().take_request();
  REQUIRE(request.has_value());
  return std::move(*request);
}

OperatingMode mode_asked(PortUnderTest& port) {
  return qmi::read<dms::set_operating_mode::Request>(request_of(port)).value().mode;
}

}  // namespace

TEST_CASE("serial: the values behind the = of a command are taken apart") {
  const AtArguments some("1,\"a, b\",,22x");
  CHECK(some.size() == 4);
  CHECK(some.text(1) == "a, b");
  CHECK(some.text(2) == "");
  CHECK_FALSE(some.text(4).has_value());
  CHECK(some.number(0, 0, 1) == 1U);
  CHECK_FALSE(some.number(0, 2, 9).has_value());
  for (const std::size_t index : {1U, 2U, 3U, 4U}) CHECK_FALSE(some.number(index, 0, 99).has_value());
  CHECK_FALSE(AtArguments("99999999999").number(0, 0, ~0U).has_value());
  CHECK(AtArguments().size() == 0);
  CHECK(AtArguments("").size() == 1);
}

TEST_CASE("serial: +CFUN? says what the modem's operating mode is") {
  PortUnderTest port(quiet());
  const auto says = [&](OperatingMode mode) {
    CHECK(port.send("at+cfun?\r").empty());
    return port.hear(mode_is(request_of(port), mode));
  };
  CHECK(says(OperatingMode::Online) == "\r\n+CFUN: 1\r\n\r\nOK\r\n");
  CHECK(says(OperatingMode::LowPower) == "\r\n+CFUN: 0\r\n\r\nOK\r\n");
  CHECK(says(OperatingMode::PersistentLowPower) == "\r\n+CFUN: 0\r\n\r\nOK\r\n");
}

TEST_CASE("serial: +CFUN= asks for an operating mode, and other values are an error") {
  PortUnderTest port(quiet());
  CHECK(port.send("AT+CFUN=0\r").empty());
  const auto request = request_of(port);
  CHECK(qmi::read<dms::set_operating_mode::Request>(request).value().mode == OperatingMode::LowPower);
  CHECK(port.hear(qmi::response_to(request.header)) == kOk);
  CHECK(port.send("AT+CFUN=1\r").empty());
  CHECK(mode_asked(port) == OperatingMode::Online);
  CHECK(port.hear(qmi::response_to(request.header, kAborted)) == kError);
  for (const auto* command : {"AT+CFUN=2", "AT+CFUN=", "AT+CFUN=x", "AT+CFUN=1,0", "AT+CFUN=?", "AT+CFUN"}) {
    INFO(command);
    CHECK(port.send(std::string(command) + "\r") == kError);
  }
  CHECK(port.asked().empty());
}

TEST_CASE("serial: a line goes on when the modem has answered, and ends with what it refuses") {
  PortUnderTest port(quiet());
  CHECK(port.send("ATS7?+CFUN=0;+CFUN?;S7?\r").empty());
  CHECK(port.hear(qmi::response_to(request_of(port).header)).empty());
  CHECK(port.hear(mode_is(request_of(port), OperatingMode::LowPower)) == "\r\n050\r\n+CFUN: 0\r\n050\r\n\r\nOK\r\n");
  CHECK(port.send("AT+CFUN=1;+CFUN?;S7?\r").empty());
  CHECK(port.hear(qmi::response_to(request_of(port).header, kAborted)) == kError);
  CHECK(port.asked().empty());
  CHECK(port.send("AT+CFUN?\r").empty());
  // A success that doesn't say what it must.
  CHECK(port.hear(qmi::response_to(request_of(port).header)) == kError);
}

TEST_CASE("serial: what comes while the modem is asked waits, and is gone with the port") {
  At at = quiet();
  at.delay = 1s;
  PortUnderTest port(at);
  CHECK(port.send("AT+CFUN?\rATS7?\r").empty());
  CHECK_FALSE(port.port().next_deadline().has_value());
  CHECK(port.hear(mode_is(request_of(port), OperatingMode::Online)).empty());
  // The voice's delay begins when the modem has answered.
  CHECK(port.pass(1s) == "\r\n+CFUN: 1\r\n\r\nOK\r\n");
  CHECK(port.pass(1s) == "\r\n050\r\n\r\nOK\r\n");
  CHECK(port.send("AT+CFUN?\r").empty());
  const auto request = request_of(port);
  port.port().closed(port.now());
  port.port().opened(port.now());
  CHECK(port.hear(mode_is(request, OperatingMode::Online)).empty());
  CHECK(port.pass(10s).empty());
}

TEST_CASE("serial: the scenario's answers come before the modem's, and a port that knows no modem doesn't ask it") {
  At scripted = quiet();
  scripted.answers = {{"AT+CFUN?", {"+CFUN: 4"}, {}}};
  PortUnderTest port(scripted);
  CHECK(port.send("AT+CFUN?\r") == "\r\n+CFUN: 4\r\n\r\nOK\r\n");
  CHECK(port.asked().empty());
  At impostor = quiet();
  impostor.ok_to_everything = true;
  PortUnderTest other(impostor);
  CHECK(other.send("AT+CFUN?\r") == kOk);
  CHECK(other.asked().empty());
}

}  // namespace modembench::serial::test
