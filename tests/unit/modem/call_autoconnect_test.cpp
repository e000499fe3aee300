#include <catch2/catch.hpp>

#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

constexpr const char* kSet = "WDS Set Autoconnect Settings";
constexpr const char* kGet = "WDS Get Autoconnect Settings";
constexpr std::uint64_t kDisabled = 0;
constexpr std::uint64_t kEnabled = 1;
constexpr std::uint64_t kPaused = 2;

std::uint64_t setting(ModemUnderTest& modem, std::uint8_t wds) { return part(modem.ask(kGet, wds), "status").number(); }

std::size_t calls(ModemUnderTest& modem) { return modem.modem().running_calls().size(); }

}  // namespace

TEST_CASE("autoconnect: it is off, told with its roaming, and what is set is told") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(setting(modem, wds) == kDisabled);
  CHECK(part(modem.ask(kGet, wds), "roaming").number() == 0);
  CHECK(modem.error(kSet, wds, {{"status", kPaused}, {"roaming", 1U}}) == ErrorCode::None);
  CHECK(setting(modem, wds) == kPaused);
  CHECK(part(modem.ask(kGet, wds), "roaming").number() == 1);
  CHECK(modem.error(kSet, wds, {{"status", kDisabled}}) == ErrorCode::None);
  CHECK(part(modem.ask(kGet, wds), "roaming").number() == 1);
  CHECK(modem.error(kSet, wds, {{"status", 3U}}) == ErrorCode::InvalidArgument);
  CHECK(modem.error(kSet, wds, {{"status", 1U}, {"roaming", 2U}}) == ErrorCode::InvalidArgument);
  CHECK(setting(modem, wds) == kDisabled);
  CHECK(modem.error(kSet, wds) == ErrorCode::MissingArgument);
}

TEST_CASE("autoconnect: enabled it connects by the default profile, a call of nobody's that everybody sees") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  modem.ask("WDS Modify Profile", wds,
            {{"profile identifier", Struct{{"profile type", 0U}, {"profile index", 1U}}}, {"apn name", "auto"}});
  CHECK(modem.send(kSet, wds, {{"status", kEnabled}}).size() == 1);
  CHECK(modem.pass(299ms).empty());
  const Messages said = modem.pass(1ms);
  REQUIRE(said.size() == 1);
  CHECK(part(said[0], "connection status", "status").number() == 2);
  CHECK(part(said[0], "connection status", "reconfiguration required").number() == 0);
  REQUIRE(calls(modem) == 1);
  CHECK(modem.modem().running_calls().front().client == 0);
  CHECK(part(modem.ask("WDS Get Current Settings", wds), "apn name").text() == "auto");
  CHECK_FALSE(modem.modem().next_deadline().has_value());
}

TEST_CASE("autoconnect: it waits for the network, and comes back after every loss of it") {
  Profile profile = healthy();
  profile.settings.operating_mode = OperatingMode::LowPower;
  ModemUnderTest modem(profile);
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint8_t dms = modem.allocate("DMS");
  modem.ask(kSet, wds, {{"status", kEnabled}});
  modem.pass(5s);
  CHECK(calls(modem) == 0);
  modem.ask("DMS Set Operating Mode", dms, {{"mode", 0U}});
  modem.pass(5s);
  CHECK(calls(modem) == 1);
  modem.ask("DMS Set Operating Mode", dms, {{"mode", 1U}});
  CHECK(calls(modem) == 0);
  modem.pass(5s);
  CHECK(calls(modem) == 0);
  modem.ask("DMS Set Operating Mode", dms, {{"mode", 0U}});
  const Messages said = indications(modem.pass(5s), kStatus);
  REQUIRE(said.size() == 1);
  CHECK(part(said[0], "connection status", "reconfiguration required").number() == 1);
  CHECK(calls(modem) == 1);
}

TEST_CASE("autoconnect: a call that asked for it comes back to its client, under its handle") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  modem.send("WDS Start Network", wds, {{"apn", "mine"}, {"enable autoconnect", 1U}});
  modem.pass(300ms);
  CHECK(setting(modem, wds) == kEnabled);
  REQUIRE(calls(modem) == 1);
  const std::uint32_t handle = modem.modem().running_calls().front().handle;
  const Messages dropped = modem.modem().drop_calls(1003, modem.now());
  CHECK(part(dropped.front(), "call end reason").number() == 1003);
  CHECK(calls(modem) == 0);
  CHECK(modem.pass(300ms).size() == 1);
  REQUIRE(calls(modem) == 1);
  CHECK(modem.modem().running_calls().front().client == wds);
  CHECK(modem.modem().running_calls().front().handle == handle);
  CHECK(part(modem.ask("WDS Get Current Settings", wds), "apn name").text() == "mine");
  CHECK(modem.error("WDS Stop Network", wds, {{"packet data handle", handle}}) == ErrorCode::None);
}

TEST_CASE("autoconnect: who ends the call oneself gets a pause") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint8_t other = modem.allocate("WDS");
  const std::uint32_t handle = modem.start_call(wds, {{"enable autoconnect", 1U}});
  SECTION("by its handle") { modem.ask("WDS Stop Network", wds, {{"packet data handle", handle}}); }
  SECTION("by Reset") { modem.ask("WDS Reset", wds); }
  SECTION("by release") { modem.release("WDS", wds); }
  CHECK(setting(modem, other) == kPaused);
  CHECK(modem.pass(60s).empty());
  CHECK(calls(modem) == 0);
  // The pause is over with the next power-on.
  modem.modem().power_on(modem.now());
  modem.pass(1s);
  REQUIRE(calls(modem) == 1);
  CHECK(modem.modem().running_calls().front().client == 0);
}

TEST_CASE("autoconnect: disabling it ends its calls and forgets it, on any client, with or without a call") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint8_t other = modem.allocate("WDS");
  const auto disable = [&] {
    return modem.error("WDS Stop Network", other, {{"packet data handle", 0xFFFFFFFFU}, {"disable autoconnect", 1U}});
  };
  modem.start_call(wds, {{"enable autoconnect", 1U}});
  CHECK(disable() == ErrorCode::None);
  CHECK(calls(modem) == 0);
  CHECK(setting(modem, wds) == kDisabled);
  CHECK(disable() == ErrorCode::NoEffect);
  modem.ask("NAS Attach Detach", modem.allocate("NAS"), {{"action", 2U}});
  modem.ask(kSet, wds, {{"status", kEnabled}});
  CHECK(disable() == ErrorCode::None);
  CHECK(setting(modem, wds) == kDisabled);
  CHECK(modem.pass(60s).empty());
}

TEST_CASE("autoconnect: at home only it doesn't connect abroad") {
  Profile profile = quick();
  profile.settings.registration.outcome = RegistrationSettings::Outcome::roaming;
  ModemUnderTest modem(profile);
  const std::uint8_t wds = modem.allocate("WDS");
  modem.ask(kSet, wds, {{"status", kEnabled}, {"roaming", 1U}});
  CHECK(modem.pass(60s).empty());
  CHECK(calls(modem) == 0);
  modem.ask(kSet, wds, {{"status", kEnabled}, {"roaming", 0U}});
  modem.pass(1ms);
  CHECK(calls(modem) == 1);
}

TEST_CASE("autoconnect: set off it leaves the call that is up alone, but doesn't bring it back") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.ask(kSet, wds, {{"status", kEnabled}});
  modem.pass(1s);
  modem.ask(kSet, wds, {{"status", kDisabled}});
  CHECK(calls(modem) == 1);
  static_cast<void>(modem.modem().drop_calls(1003, modem.now()));
  CHECK(modem.pass(60s).empty());
  CHECK(calls(modem) == 0);
}

TEST_CASE("autoconnect: refused calls are tried again after a while, not at once and not for ever faster") {
  Profile profile = quick();
  profile.settings.call.refuse_reason = qmi::wds::CallEndReason::GsmWcdmaUnknownApn;
  ModemUnderTest modem(profile);
  const std::uint8_t wds = modem.allocate("WDS");
  modem.ask(kSet, wds, {{"status", kEnabled}});
  CHECK(modem.jump(0s).empty());
  REQUIRE(modem.modem().next_deadline().has_value());
  CHECK(*modem.modem().next_deadline() == modem.now() + 10s);
  CHECK(modem.pass(35s).empty());
  CHECK(calls(modem) == 0);
  modem.ask(kSet, wds, {{"status", kDisabled}});
  CHECK_FALSE(modem.modem().next_deadline().has_value());
}

TEST_CASE("autoconnect: a start that fails leaves it as it was, one that says so switches it off") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.error("WDS Start Network", wds, {{"enable autoconnect", 1U}, {"technology preference", 2U}}) ==
        ErrorCode::CallFailed);
  CHECK(setting(modem, wds) == kDisabled);
  CHECK(modem.error("WDS Start Network", wds, {{"enable autoconnect", 3U}}) == ErrorCode::InvalidArgument);
  modem.ask(kSet, wds, {{"status", kPaused}});
  modem.start_call(wds, {{"enable autoconnect", 0U}});
  CHECK(setting(modem, wds) == kDisabled);
}

TEST_CASE("autoconnect: a client gone before its call is back leaves it to nobody") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  modem.send("WDS Start Network", wds, {{"enable autoconnect", 1U}});
  modem.pass(300ms);
  static_cast<void>(modem.modem().drop_calls(1003, modem.now()));
  modem.release("WDS", wds);
  REQUIRE(modem.allocate("WDS") == wds);
  modem.pass(300ms);
  REQUIRE(calls(modem) == 1);
  CHECK(modem.modem().running_calls().front().client == 0);
}

TEST_CASE("autoconnect: a client that has another call meanwhile doesn't get the lost one as well") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  modem.send("WDS Start Network", wds, {{"enable autoconnect", 1U}});
  modem.pass(300ms);
  const Messages lost = modem.modem().drop_calls(1003, modem.now());
  modem.send("WDS Start Network", wds);
  modem.pass(1s);
  const auto running = modem.modem().running_calls();
  REQUIRE(running.size() == 2);
  CHECK(running[0].client != running[1].client);
  CHECK(running[0].handle != running[1].handle);
}

TEST_CASE("autoconnect: a call that is back counts from nothing and isn't dormant") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  Traffic traffic;
  traffic.tx_bytes = 5;
  static_cast<void>(
      modem.modem().count_traffic(modem.start_call(wds, {{"enable autoconnect", 1U}}), traffic, modem.now()));
  modem.ask("WDS Go Dormant", wds);
  static_cast<void>(modem.modem().drop_calls(1003, modem.now()));
  modem.pass(1s);
  CHECK(part(modem.ask("WDS Get Packet Statistics", wds, {{"mask", 0x40U}}), "tx bytes ok").number() == 0);
  CHECK(part(modem.ask("WDS Get Dormancy Status", wds), "dormancy status").number() == 2);
}

}  // namespace modembench::modem::test
