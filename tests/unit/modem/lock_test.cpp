#include <catch2/catch.hpp>

#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

constexpr unsigned kNetwork = 0;
constexpr unsigned kSim = 4;

Profile locked_to_a_network() {
  Profile profile = healthy();
  LockSettings& lock = profile.settings.sim.locks[kNetwork];
  lock.active = true;
  lock.key = "12345678";
  lock.unblock_key = "87654321";
  lock.retries = 2;
  lock.unblock_retries = 2;
  return profile;
}

Message status(ModemUnderTest& modem, std::uint8_t dms, unsigned facility) {
  return modem.ask("DMS UIM Get CK Status", dms, {{"facility", facility}});
}

Message take_off(ModemUnderTest& modem, std::uint8_t dms, const char* key, unsigned facility = kNetwork) {
  return modem.ask("DMS UIM Set CK Protection", dms,
                   {{"facility", Struct{{"facility", facility}, {"facility state", 0U}, {"control key", key}}}});
}

Message unblock(ModemUnderTest& modem, std::uint8_t dms, const char* key) {
  return modem.ask("DMS UIM Unblock CK", dms, {{"facility", Struct{{"facility", kNetwork}, {"control key", key}}}});
}

}  // namespace

TEST_CASE("lock: a modem that isn't personalized says so of every facility ModemManager asks for") {
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  for (const unsigned facility : {4U, 0U, 1U, 2U, 3U}) {
    const Message response = status(modem, dms, facility);
    CHECK(part(response, "ck status", "facility state").number() == 0);
    CHECK(part(response, "operation blocking facility").number() == 0);
  }
  CHECK(error_of(status(modem, dms, 5)) == ErrorCode::InvalidArgument);
  CHECK(error_of(take_off(modem, dms, "1")) == ErrorCode::NoEffect);
}

TEST_CASE("lock: a personalization keeps the modem off the network until its key takes it off for good") {
  ModemUnderTest modem(locked_to_a_network());
  std::uint8_t dms = modem.allocate("DMS");
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(modem.registration_state(nas) == 0);
  CHECK(modem.error("DMS UIM Get IMSI", dms) == ErrorCode::None);
  CHECK(part(status(modem, dms, kNetwork), "operation blocking facility").number() == 1);
  CHECK(part(status(modem, dms, kSim), "ck status", "facility state").number() == 0);

  const Messages said =
      modem.send("DMS UIM Set CK Protection", dms,
                 {{"facility", Struct{{"facility", kNetwork}, {"facility state", 0U}, {"control key", "12345678"}}}});
  REQUIRE(said.size() == 2);
  CHECK(error_of(said[0]) == ErrorCode::None);
  CHECK(indications(said, "NAS Get Serving System").size() == 1);
  CHECK(modem.registration_state(nas) == 1);
  modem.modem().power_on(modem.now());
  dms = modem.allocate("DMS");
  CHECK(part(status(modem, dms, kNetwork), "ck status", "facility state").number() == 0);
}

TEST_CASE("lock: a personalization that doesn't block lets the modem register") {
  Profile profile = locked_to_a_network();
  profile.settings.sim.locks[kNetwork].blocking = false;
  ModemUnderTest modem(profile);
  const Message response = status(modem, modem.allocate("DMS"), kNetwork);
  CHECK(part(response, "ck status", "facility state").number() == 1);
  CHECK(part(response, "operation blocking facility").number() == 0);
  CHECK(modem.registration_state(modem.allocate("NAS")) == 1);
}

TEST_CASE("lock: wrong keys use up the tries, and the unblock key brings them back") {
  ModemUnderTest modem(locked_to_a_network());
  std::uint8_t dms = modem.allocate("DMS");
  const Message wrong = take_off(modem, dms, "1");
  CHECK(error_of(wrong) == ErrorCode::IncorrectPin);
  CHECK(part(wrong, "verify retries left").number() == 1);
  modem.modem().power_on(modem.now());
  dms = modem.allocate("DMS");
  const Message last = take_off(modem, dms, "2");
  CHECK(error_of(last) == ErrorCode::PinBlocked);
  CHECK(part(last, "verify retries left").number() == 0);
  CHECK(error_of(take_off(modem, dms, "12345678")) == ErrorCode::PinBlocked);
  CHECK(part(status(modem, dms, kNetwork), "ck status", "facility state").number() == 2);

  const Message wrong_again = unblock(modem, dms, "1");
  CHECK(error_of(wrong_again) == ErrorCode::IncorrectPin);
  CHECK(part(wrong_again, "unblock retries left").number() == 1);
  CHECK(error_of(unblock(modem, dms, "87654321")) == ErrorCode::None);
  CHECK(part(status(modem, dms, kNetwork), "ck status", "facility state").number() == 1);
  CHECK(part(status(modem, dms, kNetwork), "ck status", "verify retries left").number() == 2);
  CHECK(error_of(unblock(modem, dms, "87654321")) == ErrorCode::NoEffect);
}

TEST_CASE("lock: after the last wrong unblock key it is blocked for good") {
  ModemUnderTest modem(locked_to_a_network());
  const std::uint8_t dms = modem.allocate("DMS");
  take_off(modem, dms, "1");
  take_off(modem, dms, "2");
  CHECK(error_of(unblock(modem, dms, "1")) == ErrorCode::IncorrectPin);
  CHECK(error_of(unblock(modem, dms, "2")) == ErrorCode::PinAlwaysBlocked);
  CHECK(error_of(unblock(modem, dms, "87654321")) == ErrorCode::PinAlwaysBlocked);
  CHECK(error_of(take_off(modem, dms, "12345678")) == ErrorCode::PinAlwaysBlocked);
}

TEST_CASE("lock: a personalization can't be put on") {
  ModemUnderTest modem;
  CHECK(modem.error("DMS UIM Set CK Protection", modem.allocate("DMS"),
                    {{"facility", Struct{{"facility", kNetwork}, {"facility state", 1U}, {"control key", "1"}}}}) ==
        ErrorCode::InvalidArgument);
}

TEST_CASE("lock: without a SIM all of it is 37") {
  Profile profile = locked_to_a_network();
  profile.settings.sim.state = SimSettings::State::absent;
  ModemUnderTest modem(profile);
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(error_of(status(modem, dms, kNetwork)) == ErrorCode::UimUninitialized);
  CHECK(error_of(take_off(modem, dms, "12345678")) == ErrorCode::UimUninitialized);
  CHECK(error_of(unblock(modem, dms, "87654321")) == ErrorCode::UimUninitialized);
}

TEST_CASE("lock: a modem that leaves PINs to another service refuses them as its settings say") {
  using Service = SimSettings::PinService;
  const Value pin = Struct{{"pin id", 1U}, {"pin", "1234"}};
  for (const auto& [service, error] : {std::pair{Service::not_supported, ErrorCode::NotSupported},
                                       std::pair{Service::unknown, ErrorCode::InvalidQmiCommand}}) {
    Profile profile = healthy();
    profile.settings.sim.pin_through_dms = service;
    ModemUnderTest modem(profile);
    const std::uint8_t dms = modem.allocate("DMS");
    CHECK(modem.error("DMS UIM Get PIN Status", dms) == error);
    CHECK(modem.error("DMS UIM Verify PIN", dms, {{"info", pin}}) == error);
    CHECK(modem.error("DMS UIM Get State", dms) == ErrorCode::None);
  }
}

}  // namespace modembench::modem::test
