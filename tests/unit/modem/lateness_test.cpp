#include <catch2/catch.hpp>

#include "tests/unit/modem/modem_under_test.hpp"

/// What is due, and that the modem remembers to be so, when something is done to it.
namespace modembench::modem::test {

namespace {

/// Satellites are tracked: something is due at each whole second.
void track(ModemUnderTest& modem) {
  const Struct session{{"session control", std::uint8_t{0}},
                       {"session type", std::uint8_t{0}},
                       {"session operation", std::uint8_t{0}},
                       {"server option", std::uint8_t{0}},
                       {"position data timeout", std::uint8_t{5}},
                       {"position data count", 1000U},
                       {"interval", 1U},
                       {"accuracy threshold", 0U}};
  CHECK(error_of(modem.ask_as_own("PDS Start Tracking Session", {{"session", session}})) == ErrorCode::None);
}

}  // namespace

TEST_CASE("modem: whatever is done to it late, what was due is done before and no longer awaited") {
  ModemUnderTest modem(quick());
  const auto wds = modem.allocate("WDS");
  const auto handle = modem.start_call(wds);
  track(modem);
  Modem& it = modem.modem();
  const auto start = modem.now();
  // Asked, so that it is remembered.
  REQUIRE(it.next_deadline() == start + 1s);
  const auto now = start + 1500ms;
  SECTION("receive") { CHECK_FALSE(it.receive(request("WDS Get Packet Service Status", wds), now).empty()); }
  SECTION("ask") { CHECK(it.ask(request("DMS Get Model", 0), now).empty()); }
  SECTION("advance") { CHECK(it.advance(now).empty()); }
  SECTION("apply") { CHECK(it.apply({.signal = replaced_by(it.signal())}, now).empty()); }
  SECTION("drop_calls") { CHECK_FALSE(it.drop_calls(1, now).empty()); }
  SECTION("change") {
    Surroundings low;
    low.battery_level = std::uint8_t{7};
    CHECK(it.change(low, now).empty());
  }
  SECTION("count_traffic") { CHECK(it.count_traffic(handle, {.tx_bytes = 100}, now).empty()); }
  SECTION("deliver_sms") { CHECK(it.deliver_sms(SmsText{"+491710760000", "hello", {}}, now).has_value()); }
  CHECK(it.next_deadline() == start + 2s);
}

}  // namespace modembench::modem::test
