#include <catch2/catch.hpp>

#include "tests/unit/serial_under_test.hpp"

namespace modembench::serial::test {

TEST_CASE("serial: a silent port takes what it is sent, counts it and says nothing") {
  PortUnderTest port(Silent{});
  CHECK(port.send("AT&F\r").empty());
  CHECK(port.send("AT&F\r").empty());
  CHECK(port.port().swallowed() == 10);
}

TEST_CASE("serial: a silent port never has anything to say by itself") {
  PortUnderTest port(Silent{});
  CHECK_FALSE(port.port().next_deadline().has_value());
  CHECK(port.port().advance(std::chrono::hours(1)).empty());
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
    return port.port().take_gps_switch();
  };
  CHECK(heard("$GPS_START\n") == GpsSwitch::start);
  CHECK_FALSE(heard("").has_value());
  CHECK(heard("$GPS_STOP\r\n") == GpsSwitch::stop);
  CHECK(heard("$GPS_START") == GpsSwitch::start);
  CHECK_FALSE(heard("$GPS_ST").has_value());
  CHECK(heard("OP") == GpsSwitch::stop);
  CHECK(heard("x$$GPS_START$GPS_STOP") == GpsSwitch::stop);
  CHECK_FALSE(heard("$gps_start\r$GPS_STAR\rT").has_value());
  CHECK_FALSE(heard(std::string(100'000, '$')).has_value());
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

}  // namespace modembench::serial::test
