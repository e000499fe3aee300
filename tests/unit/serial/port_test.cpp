#include <catch2/catch.hpp>
#include <random>

#include "emulator/qmi/messages/pds.hpp"
#include "tests/unit/serial/serial_under_test.hpp"

namespace modembench::serial::test {

namespace pds = qmi::pds;

TEST_CASE("serial: a silent port takes what it is sent, counts it and says nothing") {
  PortUnderTest port(Silent{});
  CHECK(port.send("AT&F\r").empty());
  CHECK(port.send("AT&F\r").empty());
  CHECK(port.port().swallowed() == 10);
}

TEST_CASE("serial: a silent port never has anything to say by itself") {
  PortUnderTest port(Silent{});
  CHECK_FALSE(port.port().next_deadline().has_value());
  CHECK(port.port().advance(Instant(std::chrono::hours(1))).empty());
  CHECK_FALSE(port.port().says_nmea());
}

TEST_CASE("serial: noise comes while somebody has the port open, the same for the same seed") {
  PortUnderTest one(Noise{7, 16, 100ms});
  const auto said = one.pass(1s);
  CHECK(said.size() == 160);
  CHECK(one.send("AT\r").empty());
  PortUnderTest again(Noise{7, 16, 100ms});
  CHECK(again.pass(1s) == said);
  PortUnderTest other(Noise{8, 16, 100ms});
  CHECK(other.pass(1s) != said);
  one.port().closed(one.now());
  CHECK_FALSE(one.port().next_deadline().has_value());
  one.port().opened(one.now());
  CHECK(one.pass(100ms).size() == 16);
}

TEST_CASE("serial: noise has every byte in it, NUL among them") {
  PortUnderTest port(Noise{1, 4096, 100ms});
  const auto said = port.pass(100ms);
  std::array<bool, 256> seen{};
  for (const char c : said) seen[static_cast<std::uint8_t>(c)] = true;
  CHECK(std::all_of(seen.begin(), seen.end(), [](bool one) { return one; }));
}

TEST_CASE("serial: an NMEA port hears the words that start and stop GPS, with a line's end or without") {
  PortUnderTest port(Nmea{});
  CHECK(port.port().says_nmea());
  const auto heard = [&](std::string_view text) {
    CHECK(port.send(text).empty());
    return port.asked();
  };
  const Asked start = {"PDS Get Default Tracking Session"};
  const Asked stop = {"PDS End Tracking Session"};
  CHECK(heard("$GPS_START\n") == start);
  CHECK(heard("").empty());
  CHECK(heard("$GPS_STOP\r\n") == stop);
  CHECK(heard("$GPS_START") == start);
  CHECK(heard("$GPS_ST").empty());
  CHECK(heard("OP") == stop);
  CHECK(heard("x$$GPS_START$GPS_STOP") == stop);
  CHECK(heard("$gps_start\r$GPS_STAR\rT").empty());
  CHECK(heard(std::string(100'000, '$')).empty());
}

TEST_CASE("serial: an NMEA port starts an endless session with the modem's default settings") {
  PortUnderTest port(Nmea{});
  CHECK(port.send("$GPS_START").empty());
  const auto defaults = port.port().take_request();
  REQUIRE(defaults.has_value());
  const auto told = qmi::respond(defaults->header,
                                 pds::get_default_tracking_session::Response{
                                     .info = {.position_data_timeout = 30, .interval = 5, .accuracy_threshold = 50}});
  SECTION("as they are told") {
    CHECK(port.hear(told).empty());
    const auto start = port.port().take_request();
    REQUIRE(start.has_value());
    const auto session = qmi::read<pds::start_tracking_session::Request>(*start).value().session;
    CHECK(session.position_data_timeout == 30);
    CHECK(session.position_data_count == 0xFFFFFFFF);
    CHECK(session.interval == 5);
    CHECK(session.accuracy_threshold == 50);
    // The response to that is the end of it.
    CHECK(port.hear(qmi::response_to(start->header)).empty());
    CHECK(port.asked().empty());
  }
  SECTION("unless it has been stopped meanwhile") {
    CHECK(port.send("$GPS_STOP").empty());
    CHECK(port.asked() == Asked{"PDS End Tracking Session"});
    CHECK(port.hear(told).empty());
    CHECK(port.asked().empty());
  }
  SECTION("unless there are none") {
    CHECK(port.hear(qmi::response_to(defaults->header, 4)).empty());
    CHECK(port.asked().empty());
  }
}

TEST_CASE("serial: a port that gets another voice forgets what the one before was about to say") {
  At slow;
  slow.delay = 2s;
  PortUnderTest port(slow);
  CHECK(port.send("AT\r") == "AT\r");
  port.port().set_voice(Silent{}, port.now());
  CHECK(port.pass(10s).empty());
  CHECK(port.send("AT\r").empty());
  port.port().set_voice(Noise{1, 5, 1s}, port.now());
  CHECK(port.pass(1s).size() == 5);
}

TEST_CASE("serial: whatever bytes come, in whatever pieces, every voice stays within its limits") {
  At at;
  at.answers = {{"ATD.*", {"CONNECT"}, 50ms}, {"AT+.*", {"+X"}, {}}};
  at.carrier_lost_after = 1s;
  const std::string likely = "AT+DEHZ&/;S3=13?\"\r\n\b~}$GPS_";
  std::mt19937 random(42);
  for (const Voice& voice : {Voice(at), Voice(Diag{true, true}), Voice(Nmea{}), Voice(Noise{}), Voice(Silent{})}) {
    PortUnderTest port(voice);
    std::size_t said = 0;
    std::size_t sent = 0;
    for (int i = 0; i < 5000; ++i) {
      std::string bytes(random() % 20, ' ');
      for (char& c : bytes) c = random() % 4 == 0 ? static_cast<char>(random()) : likely[random() % likely.size()];
      sent += bytes.size();
      said += port.send(bytes).size() + port.pass(std::chrono::milliseconds(random() % 100)).size();
    }
    // No command of three bytes is answered with more than a line, and noise has its own measure.
    if (!std::holds_alternative<Noise>(voice)) CHECK(said < 20 * sent);
  }
}

}  // namespace modembench::serial::test
