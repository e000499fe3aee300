#include <catch2/catch.hpp>

#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

using Mode = OperatingMode;

Profile starting_in(Mode mode) {
  Profile profile = quick();
  profile.settings.operating_mode = mode;
  return profile;
}

std::uint64_t mode_of(ModemUnderTest& modem, std::uint8_t client) {
  return part(modem.ask("DMS Get Operating Mode", client), "mode").number();
}

ErrorCode set_mode(ModemUnderTest& modem, std::uint8_t client, Mode mode) {
  return modem.error("DMS Set Operating Mode", client, {{"mode", mode}});
}

}  // namespace

TEST_CASE("power: the operating mode that was set is the one that is got") {
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(mode_of(modem, dms) == 0);
  for (const Mode mode : {Mode::LowPower, Mode::PersistentLowPower, Mode::FactoryTest, Mode::Online}) {
    CHECK(set_mode(modem, dms, mode) == ErrorCode::None);
    CHECK(mode_of(modem, dms) == static_cast<std::uint64_t>(mode));
  }
}

TEST_CASE("power: a change of mode is reported 30 ms after its response to each client that asked for it") {
  ModemUnderTest modem(starting_in(Mode::LowPower));
  const std::uint8_t asking = modem.allocate("DMS");
  const std::uint8_t other = modem.allocate("DMS");
  const std::uint8_t silent = modem.allocate("DMS");
  modem.ask("DMS Set Event Report", asking, {{"operating mode reporting", 1U}});
  modem.ask("DMS Set Event Report", other, {{"operating mode reporting", 1U}});
  modem.ask("DMS Set Event Report", silent, {{"operating mode reporting", 0U}});

  CHECK(set_mode(modem, asking, Mode::Online) == ErrorCode::None);
  CHECK(modem.pass(29ms).empty());
  const Messages said = modem.pass(1ms);
  REQUIRE(said.size() == 2);
  CHECK(said[0].header.client == asking);
  CHECK(said[1].header.client == other);
  CHECK(part(said[0], "operating mode").number() == 0);
}

TEST_CASE("power: two quick changes of mode are both reported, in order") {
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  modem.ask("DMS Set Event Report", dms, {{"operating mode reporting", 1U}});
  CHECK(modem.send("DMS Set Operating Mode", dms, {{"mode", Mode::LowPower}}).size() == 1);
  const Messages said = modem.send("DMS Set Operating Mode", dms, {{"mode", Mode::Online}});
  REQUIRE(said.size() == 2);
  CHECK(said[0].header.kind == MessageKind::response);
  CHECK(part(said[1], "operating mode") == Value(Mode::LowPower));
  const Messages later = modem.pass(1s);
  REQUIRE(later.size() == 1);
  CHECK(part(later[0], "operating mode") == Value(Mode::Online));
}

TEST_CASE("power: the mode it is in already is set without an error and without a report") {
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  modem.ask("DMS Set Event Report", dms, {{"operating mode reporting", 1U}});
  CHECK(set_mode(modem, dms, Mode::Online) == ErrorCode::None);
  CHECK(modem.pass(1s).empty());
}

TEST_CASE("power: a mode that doesn't exist is refused") {
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  for (const unsigned mode : {7U, 8U, 255U}) {
    CHECK(modem.error("DMS Set Operating Mode", dms, {{"mode", mode}}) == ErrorCode::InvalidArgument);
  }
}

TEST_CASE("power: only a restart leads out of offline") {
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(set_mode(modem, dms, Mode::Offline) == ErrorCode::None);
  CHECK(set_mode(modem, dms, Mode::Online) == ErrorCode::InvalidTransition);
  CHECK(set_mode(modem, dms, Mode::LowPower) == ErrorCode::InvalidTransition);
  CHECK(set_mode(modem, dms, Mode::Reset) == ErrorCode::None);
  CHECK(mode_of(modem, modem.allocate("DMS")) == 0);
}

TEST_CASE("power: a restart forgets clients and calls and says Sync") {
  ModemUnderTest modem(quick());
  const std::uint8_t dms = modem.allocate("DMS");
  modem.start_call(modem.allocate("WDS"));
  const Messages said = modem.send("DMS Set Operating Mode", dms, {{"mode", Mode::Reset}});
  REQUIRE(said.size() == 2);
  CHECK(error_of(said[0]) == ErrorCode::None);
  CHECK(indications(said, "CTL Sync").size() == 1);
  CHECK(modem.modem().held_client_ids().empty());
  CHECK(modem.modem().running_calls().empty());
  CHECK(modem.error("DMS Get Operating Mode", dms) == ErrorCode::InvalidClientId);
}

TEST_CASE("power: persistent low power outlives a power cycle, low power doesn't") {
  for (const Mode mode : {Mode::LowPower, Mode::PersistentLowPower}) {
    ModemUnderTest modem;
    CHECK(set_mode(modem, modem.allocate("DMS"), mode) == ErrorCode::None);
    modem.modem().power_on(modem.now());
    const bool persists = mode == Mode::PersistentLowPower;
    CHECK(mode_of(modem, modem.allocate("DMS")) == static_cast<std::uint64_t>(persists ? mode : Mode::Online));
  }
}

TEST_CASE("power: leaving online ends calls and registration, and says so after the response") {
  ModemUnderTest modem(quick());
  const std::uint8_t dms = modem.allocate("DMS");
  const std::uint8_t nas = modem.allocate("NAS");
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  modem.forget_happenings();

  const Messages said = modem.send("DMS Set Operating Mode", dms, {{"mode", Mode::LowPower}});
  REQUIRE(said.size() == 3);
  CHECK(said[0].header.kind == MessageKind::response);
  CHECK(said[1].header.client == wds);
  CHECK(part(said[1], "connection status", "status").number() == 1);
  CHECK(said[2].header.client == nas);
  CHECK(part(said[2], "serving system", "registration state").number() == 0);
  CHECK(modem.modem().running_calls().empty());
  CHECK(modem.registration_state(nas) == 0);
  CHECK(modem.modem().take_happenings() == std::vector{Happening::call_ended, Happening::network_lost});
}

TEST_CASE("power: leaving online answers a pending start with no service") {
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.send("WDS Start Network", wds).empty());
  const Messages said = modem.send("DMS Set Operating Mode", dms, {{"mode", Mode::LowPower}});
  REQUIRE(said.size() == 2);
  CHECK(said[0].header.client == dms);
  CHECK(said[1].header.client == wds);
  CHECK(error_of(said[1]) == ErrorCode::CallFailed);
  CHECK(modem.pass(1s).empty());
}

TEST_CASE("power: a restart takes its time, in which the modem is about to restart") {
  Profile profile = healthy();
  profile.settings.device.restart_after = 500ms;
  ModemUnderTest modem(profile);
  const std::uint8_t dms = modem.allocate("DMS");
  modem.ask("DMS Set Event Report", dms, {{"operating mode reporting", 1U}});
  CHECK(set_mode(modem, dms, Mode::Reset) == ErrorCode::None);
  CHECK(mode_of(modem, dms) == 4);
  CHECK(set_mode(modem, dms, Mode::Online) == ErrorCode::InvalidTransition);
  const Messages meanwhile = modem.pass(499ms);
  REQUIRE(meanwhile.size() == 1);
  CHECK(part(meanwhile[0], "operating mode").number() == 4);
  CHECK(indications(modem.pass(1ms), "CTL Sync").size() == 1);
  CHECK(modem.modem().held_client_ids().empty());
  CHECK(mode_of(modem, modem.allocate("DMS")) == 0);
}

TEST_CASE("power: a restart says no Sync where the modem doesn't") {
  Profile profile = healthy();
  profile.settings.client_ids.sync_after_restart = false;
  ModemUnderTest modem(profile);
  CHECK(modem.send("DMS Set Operating Mode", modem.allocate("DMS"), {{"mode", Mode::Reset}}).size() == 1);
}

TEST_CASE("power: a modem that restarts from offline only refuses it before") {
  Profile profile = healthy();
  profile.settings.device.reset_needs_offline = true;
  ModemUnderTest modem(profile);
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(set_mode(modem, dms, Mode::Reset) == ErrorCode::InvalidTransition);
  CHECK(set_mode(modem, dms, Mode::Offline) == ErrorCode::None);
  CHECK(set_mode(modem, dms, Mode::Reset) == ErrorCode::None);
  CHECK(mode_of(modem, modem.allocate("DMS")) == 0);
}

TEST_CASE("power: after it has shut down nothing is answered until power comes back") {
  Profile profile = healthy();
  profile.settings.device.shut_down_after = 1s;
  ModemUnderTest modem(profile);
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(set_mode(modem, dms, Mode::ShuttingDown) == ErrorCode::None);
  CHECK(mode_of(modem, dms) == 5);
  CHECK(set_mode(modem, dms, Mode::Online) == ErrorCode::InvalidTransition);
  modem.pass(1s);
  CHECK_FALSE(modem.modem().powered());
  CHECK(modem.send("CTL Get Version Info", 0).empty());
  CHECK(modem.modem().held_client_ids().empty());
  CHECK_FALSE(modem.modem().next_deadline().has_value());
  modem.modem().power_on(modem.now());
  CHECK(mode_of(modem, modem.allocate("DMS")) == 0);
}

TEST_CASE("power: low power that was left doesn't come back, even where the modem began with it") {
  ModemUnderTest modem(starting_in(Mode::PersistentLowPower));
  CHECK(mode_of(modem, modem.allocate("DMS")) == 6);
  modem.modem().power_on(modem.now());
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(mode_of(modem, dms) == 6);
  CHECK(set_mode(modem, dms, Mode::Online) == ErrorCode::None);
  modem.modem().power_on(modem.now());
  CHECK(mode_of(modem, modem.allocate("DMS")) == 0);
}

TEST_CASE("power: why it is offline is told while it is") {
  Profile profile = starting_in(Mode::Offline);
  profile.settings.device.offline_reason = 2;
  ModemUnderTest modem(profile);
  const Message mode = modem.ask("DMS Get Operating Mode", modem.allocate("DMS"));
  CHECK(part(mode, "offline reason").number() == 2);
  CHECK(part(mode, "hardware restricted mode").number() == 0);
  ModemUnderTest online;
  CHECK_FALSE(has(online.ask("DMS Get Operating Mode", online.allocate("DMS")), "offline reason"));
}

}  // namespace modembench::modem::test
