#include <catch2/catch.hpp>

#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

using Wishes = Named;

/// A client of the device management service that wants to be told of these.
std::uint8_t follower(ModemUnderTest& modem, Wishes wishes) {
  const std::uint8_t client = modem.allocate("DMS");
  CHECK(modem.error("DMS Set Event Report", client, wishes) == ErrorCode::None);
  return client;
}

Messages set_battery(ModemUnderTest& modem, std::uint8_t level) {
  Surroundings surroundings;
  surroundings.battery_level = level;
  return modem.modem().change(surroundings, modem.now());
}

Messages flip_switch(ModemUnderTest& modem, bool disabled) {
  Surroundings surroundings;
  surroundings.wireless_disable = disabled;
  return modem.modem().change(surroundings, modem.now());
}

}  // namespace

TEST_CASE("event report: the power state is told to whom asked for it, and Get Power State says the same") {
  ModemUnderTest modem;
  const std::uint8_t client = follower(modem, {{"power state reporting", 1U}});
  modem.allocate("DMS");
  Surroundings surroundings;
  surroundings.power_state = qmi::dms::PowerState{6};
  surroundings.battery_level = 80;
  const Messages said = modem.modem().change(surroundings, modem.now());
  REQUIRE(said.size() == 1);
  CHECK(said[0].header.client == client);
  CHECK(part(said[0], "power state", "power state flags").number() == 6);
  CHECK(part(said[0], "power state", "battery level").number() == 80);
  CHECK(part(modem.ask("DMS Get Power State", client), "info", "battery level").number() == 80);
  CHECK(modem.modem().change(surroundings, modem.now()).empty());
}

TEST_CASE("event report: with limits the battery level is told when it passes one, and flags at once") {
  ModemUnderTest modem;
  follower(modem, {{"power state reporting", 1U},
                   {"battery level report limits", Struct{{"lower limit", 20U}, {"upper limit", 80U}}}});
  CHECK(set_battery(modem, 90).empty());
  CHECK(set_battery(modem, 70).size() == 1);
  CHECK(set_battery(modem, 30).empty());
  CHECK(set_battery(modem, 20).size() == 1);
  CHECK(set_battery(modem, 10).size() == 1);
  CHECK(set_battery(modem, 5).empty());
  Surroundings unplugged;
  unplugged.power_state = qmi::dms::PowerState::BatteryConnected;
  CHECK(modem.modem().change(unplugged, modem.now()).size() == 1);
}

TEST_CASE("event report: limits that can't be are refused, and nothing of the request counts") {
  ModemUnderTest modem;
  const std::uint8_t client = modem.allocate("DMS");
  for (const auto& [lower, upper] : {std::pair{60U, 40U}, std::pair{0U, 101U}}) {
    const Value limits = Struct{{"lower limit", lower}, {"upper limit", upper}};
    CHECK(modem.error("DMS Set Event Report", client,
                      {{"power state reporting", 1U}, {"battery level report limits", limits}}) ==
          ErrorCode::InvalidArgument);
  }
  CHECK(set_battery(modem, 1).empty());
}

TEST_CASE("event report: the hardware switch takes the modem offline and back, and both are told") {
  ModemUnderTest modem;
  const std::uint8_t nas = modem.allocate("NAS");
  const std::uint8_t client =
      follower(modem, {{"wireless disable state reporting", 1U}, {"operating mode reporting", 1U}});
  Messages said = flip_switch(modem, true);
  REQUIRE(said.size() == 2);
  CHECK(part(said[0], "wireless disable state").number() == 1);
  CHECK(said[1].header.client == nas);
  said = modem.pass(30ms);
  REQUIRE(said.size() == 1);
  CHECK(part(said[0], "operating mode").number() == 1);

  const Message mode = modem.ask("DMS Get Operating Mode", client);
  CHECK(part(mode, "mode").number() == 1);
  CHECK(part(mode, "hardware restricted mode").number() == 1);
  CHECK(modem.error("DMS Set Operating Mode", client, {{"mode", OperatingMode::Online}}) ==
        ErrorCode::HardwareRestricted);

  CHECK(part(flip_switch(modem, false)[0], "wireless disable state").number() == 0);
  CHECK(part(modem.pass(30ms)[0], "operating mode").number() == 0);
  CHECK(modem.registration_state(nas) == 1);
}

TEST_CASE("event report: a modem that was told to stay in low power stays there when the switch comes back") {
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  flip_switch(modem, true);
  CHECK(modem.error("DMS Set Operating Mode", dms, {{"mode", OperatingMode::LowPower}}) == ErrorCode::None);
  flip_switch(modem, false);
  CHECK(part(modem.ask("DMS Get Operating Mode", dms), "mode").number() == 1);
  CHECK(part(modem.ask("DMS Get Operating Mode", dms), "hardware restricted mode").number() == 0);
}

TEST_CASE("event report: switched off from the start the modem comes up in low power, and goes online by the switch") {
  Profile profile = healthy();
  profile.settings.device.wireless_disable = true;
  ModemUnderTest modem(profile);
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(part(modem.ask("DMS Get Operating Mode", dms), "mode").number() == 1);
  flip_switch(modem, false);
  CHECK(part(modem.ask("DMS Get Operating Mode", dms), "mode").number() == 0);
}

TEST_CASE("event report: only what has changed is told") {
  Profile profile = healthy();
  profile.settings.sim.state = SimSettings::State::pin_required;
  ModemUnderTest modem(profile);
  const std::uint8_t dms = follower(modem, {{"pin state reporting", 1U},
                                            {"uim state reporting", 1U},
                                            {"power state reporting", 1U},
                                            {"activation state reporting", 1U},
                                            {"wireless disable state reporting", 1U}});
  const Messages wrong = modem.send("DMS UIM Verify PIN", dms, {{"info", Struct{{"pin id", 1U}, {"pin", "0000"}}}});
  REQUIRE(wrong.size() == 2);
  CHECK(wrong[0].header.kind == MessageKind::response);
  REQUIRE(wrong[1].tlvs.size() == 1);
  CHECK(part(wrong[1], "pin1 status", "verify retries left").number() == 2);
  const Messages second = modem.send("DMS UIM Verify PIN", dms, {{"info", Struct{{"pin id", 2U}, {"pin", "1234"}}}});
  REQUIRE(second.size() == 2);
  REQUIRE(second[1].tlvs.size() == 1);
  CHECK(part(second[1], "pin2 status", "current status").number() == 2);
}

TEST_CASE("event report: an activation is told step by step, after the answer") {
  Profile profile = healthy();
  profile.settings.device.activation_state = qmi::dms::ActivationState::NotActivated;
  profile.settings.device.activation_takes = 4s;
  ModemUnderTest modem(profile);
  const std::uint8_t dms = follower(modem, {{"activation state reporting", 1U}});
  const auto activate = [&] { return modem.send("DMS Activate Automatic", dms, {{"activation code", "*22899"}}); };
  const Messages said = activate();
  REQUIRE(said.size() == 2);
  CHECK(error_of(said[0]) == ErrorCode::None);
  CHECK(part(said[1], "activation state").number() == 2);
  CHECK(error_of(activate()[0]) == ErrorCode::OperationInProgress);
  CHECK(modem.pass(1999ms).empty());
  CHECK(part(modem.pass(1ms).at(0), "activation state").number() == 3);
  CHECK(part(modem.pass(2s).at(0), "activation state").number() == 1);
  CHECK(part(modem.ask("DMS Get Activation State", dms), "info").number() == 1);
  CHECK(error_of(activate()[0]) == ErrorCode::NoEffect);
  CHECK_FALSE(modem.modem().next_deadline().has_value());
}

TEST_CASE("event report: an activation that power cuts off has to be begun again") {
  Profile profile = healthy();
  profile.settings.device.activation_state = qmi::dms::ActivationState::NotActivated;
  profile.settings.device.activation_takes = 4s;
  ModemUnderTest modem(profile);
  modem.ask("DMS Activate Automatic", modem.allocate("DMS"), {{"activation code", "*22899"}});
  modem.modem().power_on(modem.now());
  modem.pass(10s);
  CHECK(part(modem.ask("DMS Get Activation State", modem.allocate("DMS")), "info").number() == 0);
}

TEST_CASE("event report: after a Reset nothing is told any more") {
  ModemUnderTest modem;
  const std::uint8_t dms = follower(modem, {{"power state reporting", 1U}});
  modem.ask("DMS Reset", dms);
  CHECK(set_battery(modem, 3).empty());
}

}  // namespace modembench::modem::test
