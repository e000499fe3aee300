#include <catch2/catch.hpp>

#include "emulator/qmi/enums/dms.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

using Status = qmi::dms::UimPinStatus;

Profile with_sim(SimSettings::State state) {
  Profile profile = healthy();
  profile.settings.sim.state = state;
  return profile;
}

Profile locked() { return with_sim(SimSettings::State::pin_required); }

Value pin_info(const char* pin) { return Struct{{"pin id", 1U}, {"pin", pin}}; }
Value puk_info(const char* puk, const char* pin) { return Struct{{"pin id", 1U}, {"puk", puk}, {"new pin", pin}}; }
Value change_info(const char* old_pin, const char* new_pin) {
  return Struct{{"pin id", 1U}, {"old pin", old_pin}, {"new pin", new_pin}};
}
Value protection_info(bool enabled, const char* pin) {
  return Struct{{"pin id", 1U}, {"protection enabled", enabled ? 1U : 0U}, {"pin", pin}};
}

Status pin1_status(ModemUnderTest& modem, std::uint8_t client) {
  const Message response = modem.ask("DMS UIM Get PIN Status", client);
  return static_cast<Status>(part(response, "pin1 status", "current status").number());
}

}  // namespace

TEST_CASE("SIM: without a PIN its status is disabled, and both PINs tell their counters") {
  ModemUnderTest modem;
  const Message response = modem.ask("DMS UIM Get PIN Status", modem.allocate("DMS"));
  CHECK(part(response, "pin1 status", "current status") == Value(Status::Disabled));
  CHECK(part(response, "pin1 status", "verify retries left").number() == 3);
  CHECK(part(response, "pin1 status", "unblock retries left").number() == 10);
  CHECK(part(response, "pin2 status", "current status") == Value(Status::EnabledNotVerified));
}

TEST_CASE("SIM: the right PIN opens it, the modem registers and the IMSI can be read") {
  ModemUnderTest modem(locked());
  const std::uint8_t dms = modem.allocate("DMS");
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(pin1_status(modem, dms) == Status::EnabledNotVerified);
  CHECK(modem.error("DMS UIM Get IMSI", dms) == ErrorCode::UimUninitialized);
  CHECK(modem.registration_state(nas) == 0);

  const Messages said = modem.send("DMS UIM Verify PIN", dms, {{"info", pin_info("1234")}});
  REQUIRE(said.size() == 2);
  CHECK(error_of(said[0]) == ErrorCode::None);
  CHECK_FALSE(has(said[0], "pin retries status"));
  CHECK(indications(said, "NAS Get Serving System").size() == 1);

  CHECK(pin1_status(modem, dms) == Status::EnabledVerified);
  CHECK(modem.error("DMS UIM Get IMSI", dms) == ErrorCode::None);
  CHECK(modem.registration_state(nas) == 1);
}

TEST_CASE("SIM: a wrong PIN tells how many tries are left") {
  ModemUnderTest modem(locked());
  const std::uint8_t dms = modem.allocate("DMS");
  const Message response = modem.ask("DMS UIM Verify PIN", dms, {{"info", pin_info("0000")}});
  CHECK(error_of(response) == ErrorCode::IncorrectPin);
  CHECK(part(response, "pin retries status", "verify retries left").number() == 2);
  CHECK(part(response, "pin retries status", "unblock retries left").number() == 10);
}

TEST_CASE("SIM: three wrong PINs block it, and the right one doesn't help any more") {
  ModemUnderTest modem(locked());
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(modem.error("DMS UIM Verify PIN", dms, {{"info", pin_info("0000")}}) == ErrorCode::IncorrectPin);
  CHECK(modem.error("DMS UIM Verify PIN", dms, {{"info", pin_info("0000")}}) == ErrorCode::IncorrectPin);
  const Message last = modem.ask("DMS UIM Verify PIN", dms, {{"info", pin_info("0000")}});
  CHECK(error_of(last) == ErrorCode::PinBlocked);
  CHECK(part(last, "pin retries status", "verify retries left").number() == 0);
  CHECK(pin1_status(modem, dms) == Status::Blocked);
  CHECK(modem.error("DMS UIM Verify PIN", dms, {{"info", pin_info("1234")}}) == ErrorCode::PinBlocked);
}

TEST_CASE("SIM: the right PIN sets the counter back") {
  ModemUnderTest modem(locked());
  const std::uint8_t dms = modem.allocate("DMS");
  modem.ask("DMS UIM Verify PIN", dms, {{"info", pin_info("0000")}});
  modem.ask("DMS UIM Verify PIN", dms, {{"info", pin_info("1234")}});
  const Message response = modem.ask("DMS UIM Get PIN Status", dms);
  CHECK(part(response, "pin1 status", "verify retries left").number() == 3);
}

TEST_CASE("SIM: to verify what is verified or disabled has no effect") {
  ModemUnderTest open;
  CHECK(open.error("DMS UIM Verify PIN", open.allocate("DMS"), {{"info", pin_info("1234")}}) == ErrorCode::NoEffect);
  ModemUnderTest modem(locked());
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(modem.error("DMS UIM Verify PIN", dms, {{"info", pin_info("1234")}}) == ErrorCode::None);
  CHECK(modem.error("DMS UIM Verify PIN", dms, {{"info", pin_info("0000")}}) == ErrorCode::NoEffect);
}

TEST_CASE("SIM: there is no third PIN") {
  ModemUnderTest modem(locked());
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(modem.error("DMS UIM Verify PIN", dms, {{"info", Struct{{"pin id", 3U}, {"pin", "1234"}}}}) ==
        ErrorCode::InvalidPinId);
}

TEST_CASE("SIM: PIN2 has a counter of its own") {
  ModemUnderTest modem(locked());
  const std::uint8_t dms = modem.allocate("DMS");
  modem.ask("DMS UIM Verify PIN", dms, {{"info", Struct{{"pin id", 2U}, {"pin", "0000"}}}});
  const Message response = modem.ask("DMS UIM Get PIN Status", dms);
  CHECK(part(response, "pin1 status", "verify retries left").number() == 3);
  CHECK(part(response, "pin2 status", "verify retries left").number() == 2);
}

TEST_CASE("SIM: the PUK opens a blocked one with a new PIN and sets the counters back") {
  ModemUnderTest modem(with_sim(SimSettings::State::puk_required));
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(pin1_status(modem, dms) == Status::Blocked);
  CHECK(modem.error("DMS UIM Unblock PIN", dms, {{"info", puk_info("00000000", "4321")}}) == ErrorCode::IncorrectPin);
  CHECK(modem.error("DMS UIM Unblock PIN", dms, {{"info", puk_info("12345678", "12")}}) == ErrorCode::InvalidArgument);
  CHECK(modem.error("DMS UIM Unblock PIN", dms, {{"info", puk_info("12345678", "4321")}}) == ErrorCode::None);
  const Message response = modem.ask("DMS UIM Get PIN Status", dms);
  CHECK(part(response, "pin1 status", "current status") == Value(Status::EnabledVerified));
  CHECK(part(response, "pin1 status", "verify retries left").number() == 3);
  CHECK(part(response, "pin1 status", "unblock retries left").number() == 10);
}

TEST_CASE("SIM: after the last wrong PUK it is blocked for good") {
  Profile profile = with_sim(SimSettings::State::puk_required);
  profile.settings.sim.puk_retries = 1;
  ModemUnderTest modem(profile);
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(modem.error("DMS UIM Unblock PIN", dms, {{"info", puk_info("0", "4321")}}) == ErrorCode::PinAlwaysBlocked);
  CHECK(pin1_status(modem, dms) == Status::PermanentlyBlocked);
  CHECK(modem.error("DMS UIM Unblock PIN", dms, {{"info", puk_info("12345678", "4321")}}) ==
        ErrorCode::PinAlwaysBlocked);
  CHECK(modem.error("DMS UIM Verify PIN", dms, {{"info", pin_info("1234")}}) == ErrorCode::PinAlwaysBlocked);
}

TEST_CASE("SIM: a PIN without a retry left is blocked from the start") {
  Profile profile = locked();
  profile.settings.sim.pin_retries = 0;
  ModemUnderTest modem(profile);
  CHECK(pin1_status(modem, modem.allocate("DMS")) == Status::Blocked);
}

TEST_CASE("SIM: a PIN can be changed and is then the new one") {
  ModemUnderTest modem(locked());
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(modem.error("DMS UIM Change PIN", dms, {{"info", change_info("0000", "4321")}}) == ErrorCode::IncorrectPin);
  CHECK(modem.error("DMS UIM Change PIN", dms, {{"info", change_info("1234", "x")}}) == ErrorCode::InvalidArgument);
  CHECK(modem.error("DMS UIM Change PIN", dms, {{"info", change_info("1234", "4321")}}) == ErrorCode::None);
  CHECK(modem.error("DMS UIM Set PIN Protection", dms, {{"info", protection_info(false, "4321")}}) == ErrorCode::None);
  CHECK(pin1_status(modem, dms) == Status::Disabled);
}

TEST_CASE("SIM: PIN protection goes on and off with the right PIN only") {
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  const auto protect = [&](bool on, const char* pin) {
    return modem.error("DMS UIM Set PIN Protection", dms, {{"info", protection_info(on, pin)}});
  };
  CHECK(protect(false, "1234") == ErrorCode::NoEffect);
  CHECK(protect(true, "9999") == ErrorCode::IncorrectPin);
  CHECK(protect(true, "1234") == ErrorCode::None);
  CHECK(pin1_status(modem, dms) == Status::EnabledVerified);
  CHECK(modem.error("DMS UIM Change PIN", dms, {{"info", change_info("1234", "5678")}}) == ErrorCode::None);
  CHECK(protect(true, "5678") == ErrorCode::NoEffect);
  CHECK(protect(false, "5678") == ErrorCode::None);
  CHECK(modem.error("DMS UIM Change PIN", dms, {{"info", change_info("5678", "1234")}}) == ErrorCode::InvalidOperation);
}

TEST_CASE("SIM: while it isn't read yet everything about it is 37, then it is there") {
  Profile profile = healthy();
  profile.settings.sim.ready_after = 4s;
  ModemUnderTest modem(profile);
  const std::uint8_t dms = modem.allocate("DMS");
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(modem.error("DMS UIM Get PIN Status", dms) == ErrorCode::UimUninitialized);
  CHECK(modem.error("DMS UIM Verify PIN", dms, {{"info", pin_info("1234")}}) == ErrorCode::UimUninitialized);
  CHECK(modem.error("DMS UIM Get IMSI", dms) == ErrorCode::UimUninitialized);
  CHECK(part(modem.ask("DMS UIM Get State", dms), "state").number() == 0xFF);
  CHECK(modem.registration_state(nas) == 0);
  CHECK(modem.pass(3999ms).empty());
  CHECK(indications(modem.pass(1ms), "NAS Get Serving System").size() == 1);
  CHECK(pin1_status(modem, dms) == Status::Disabled);
  CHECK(part(modem.ask("DMS UIM Get State", dms), "state").number() == 0);
  CHECK(modem.error("DMS UIM Get IMSI", dms) == ErrorCode::None);
}

TEST_CASE("SIM: one that isn't there is 37 for ever, and its state says so") {
  ModemUnderTest modem(with_sim(SimSettings::State::absent));
  const std::uint8_t dms = modem.allocate("DMS");
  modem.pass(1min);
  CHECK(modem.error("DMS UIM Get PIN Status", dms) == ErrorCode::UimUninitialized);
  CHECK(modem.error("DMS UIM Get IMSI", dms) == ErrorCode::UimUninitialized);
  CHECK(part(modem.ask("DMS UIM Get State", dms), "state").number() == 2);
  CHECK(modem.registration_state(modem.allocate("NAS")) == 0);
}

TEST_CASE("SIM: who asked for it is told when the SIM is ready and when its PIN changes") {
  Profile profile = locked();
  profile.settings.sim.ready_after = 1s;
  ModemUnderTest modem(profile);
  const std::uint8_t dms = modem.allocate("DMS");
  modem.allocate("DMS");
  modem.ask("DMS Set Event Report", dms, {{"pin state reporting", 1U}, {"uim state reporting", 1U}});

  const Messages ready = modem.pass(1s);
  REQUIRE(ready.size() == 1);
  CHECK(ready.front().header.client == dms);
  CHECK(part(ready.front(), "uim state").number() == 1);
  CHECK(part(ready.front(), "pin1 status", "current status") == Value(Status::EnabledNotVerified));

  const Messages verified = modem.send("DMS UIM Verify PIN", dms, {{"info", pin_info("1234")}});
  REQUIRE(verified.size() == 2);
  CHECK(part(verified[1], "uim state").number() == 0);
  CHECK(part(verified[1], "pin1 status", "current status") == Value(Status::EnabledVerified));

  modem.ask("DMS Reset", dms);
  CHECK(modem.send("DMS UIM Change PIN", dms, {{"info", change_info("1", "2222")}}).size() == 1);
}

TEST_CASE("SIM: after power was off the PIN is wanted again, and what was tried counts") {
  ModemUnderTest modem(locked());
  std::uint8_t dms = modem.allocate("DMS");
  modem.ask("DMS UIM Verify PIN", dms, {{"info", pin_info("1234")}});
  modem.modem().power_on(modem.now());
  dms = modem.allocate("DMS");
  CHECK(pin1_status(modem, dms) == Status::EnabledNotVerified);
  modem.ask("DMS UIM Verify PIN", dms, {{"info", pin_info("0000")}});
  modem.modem().power_on(modem.now());
  dms = modem.allocate("DMS");
  const Message response = modem.ask("DMS UIM Get PIN Status", dms);
  CHECK(part(response, "pin1 status", "verify retries left").number() == 2);
}

}  // namespace modembench::modem::test
