#include <array>
#include <catch2/catch.hpp>

#include "emulator/serial/port.hpp"

namespace modembench::serial {

TEST_CASE("serial: a silent port takes what it is sent, counts it and says nothing") {
  Port port(Role::at, Voice::silent);
  constexpr std::array<std::uint8_t, 5> command = {'A', 'T', '&', 'F', '\r'};
  CHECK(port.receive(command, Instant{0}).empty());
  CHECK(port.receive(command, Instant{1}).empty());
  CHECK(port.swallowed() == 10);
}

TEST_CASE("serial: a silent port never has anything to say by itself") {
  Port port(Role::diag, Voice::silent);
  CHECK_FALSE(port.next_deadline().has_value());
  CHECK(port.advance(std::chrono::hours(1)).empty());
  CHECK(port.swallowed() == 0);
}

TEST_CASE("serial: a port knows what it is for") {
  const Port port(Role::nmea, Voice::silent);
  CHECK(port.role() == Role::nmea);
  CHECK(port.voice() == Voice::silent);
}

}  // namespace modembench::serial
