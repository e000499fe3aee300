#include <catch2/catch.hpp>

#include "emulator/qmi/enums/nas.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

using State = qmi::nas::RegistrationState;

constexpr auto kRegistered = static_cast<std::uint64_t>(State::Registered);
constexpr auto kSearching = static_cast<std::uint64_t>(State::NotRegisteredSearching);
constexpr auto kDenied = static_cast<std::uint64_t>(State::RegistrationDenied);

Profile registering(Duration after, Outcome outcome = Outcome::home) {
  Profile profile = quick();
  profile.settings.registration.after = after;
  profile.settings.registration.outcome = outcome;
  return profile;
}

Value plmn(std::uint16_t mcc, std::uint16_t mnc) {
  return Struct{{"mcc", mcc}, {"mnc", mnc}, {"radio interface", qmi::nas::RadioInterface::UMTS}};
}

}  // namespace

TEST_CASE("registration: a registered modem tells network, attachment and data capabilities") {
  ModemUnderTest modem;
  const Message response = modem.ask("NAS Get Serving System", modem.allocate("NAS"));
  CHECK(part(response, "serving system", "registration state").number() == kRegistered);
  CHECK(part(response, "serving system", "cs attach state").number() == 1);
  CHECK(part(response, "serving system", "ps attach state").number() == 1);
  CHECK(part(response, "serving system", "selected network").number() == 2);
  const qmi::List interfaces = part(response, "serving system", "radio interfaces").list();
  REQUIRE(interfaces.size() == 1);
  CHECK(interfaces.front().number() == 5);
  CHECK(part(response, "current plmn", "mcc").number() == 262);
  CHECK(part(response, "current plmn", "mnc").number() == 2);
  CHECK(part(response, "current plmn", "description").text() == "Vodafone");
  CHECK(part(response, "data service capability").list().size() == 1);
  CHECK(part(response, "roaming indicator") == Value(qmi::nas::RoamingIndicatorStatus::Off));
}

TEST_CASE("registration: abroad the roaming indicator is on") {
  ModemUnderTest modem(registering(0s, Outcome::roaming));
  const Message response = modem.ask("NAS Get Serving System", modem.allocate("NAS"));
  CHECK(part(response, "serving system", "registration state").number() == kRegistered);
  CHECK(part(response, "roaming indicator") == Value(qmi::nas::RoamingIndicatorStatus::On));
}

TEST_CASE("registration: it takes its time, then every NAS client is told") {
  ModemUnderTest modem(registering(10s));
  const std::uint8_t nas = modem.allocate("NAS");
  const std::uint8_t other = modem.allocate("NAS");
  const Message searching = modem.ask("NAS Get Serving System", nas);
  CHECK(part(searching, "serving system", "registration state").number() == kSearching);
  CHECK_FALSE(has(searching, "current plmn"));
  CHECK_FALSE(has(searching, "data service capability"));
  CHECK(modem.modem().next_deadline() == Instant(10s));
  CHECK(modem.pass(9999ms).empty());
  const Messages said = modem.pass(1ms);
  REQUIRE(said.size() == 2);
  CHECK(said[0].header.client == nas);
  CHECK(said[1].header.client == other);
  CHECK(part(said[0], "serving system", "registration state").number() == kRegistered);
  CHECK(part(said[0], "current plmn", "mcc").number() == 262);
  CHECK(modem.modem().take_happenings() == std::vector{Happening::network_registered});
  CHECK_FALSE(modem.modem().next_deadline().has_value());
}

TEST_CASE("registration: its time counts from when SIM and mode allow it") {
  Profile profile = registering(10s);
  profile.settings.sim.ready_after = 5s;
  ModemUnderTest modem(profile);
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(indications(modem.pass(14999ms), "NAS Get Serving System").size() == 1);
  CHECK(modem.registration_state(nas) == kSearching);
  modem.pass(1ms);
  CHECK(modem.registration_state(nas) == kRegistered);
}

TEST_CASE("registration: a jump over several deadlines does each at its own moment") {
  Profile profile = registering(10s);
  profile.settings.sim.ready_after = 5s;
  ModemUnderTest modem(profile);
  const std::uint8_t nas = modem.allocate("NAS");
  const Messages said = modem.jump(20s);
  REQUIRE(said.size() == 2);
  CHECK(part(said[0], "serving system", "registration state").number() == kSearching);
  CHECK(part(said[1], "serving system", "registration state").number() == kRegistered);
  CHECK(modem.registration_state(nas) == kRegistered);
}

TEST_CASE("registration: what came due before a request is told before its response") {
  ModemUnderTest modem(registering(10s));
  const std::uint8_t nas = modem.allocate("NAS");
  const Messages said = modem.modem().receive(request("NAS Get Serving System", nas), Instant(11s));
  REQUIRE(said.size() == 2);
  CHECK(said[0].header.kind == MessageKind::indication);
  CHECK(said[1].header.kind == MessageKind::response);
  CHECK(part(said[1], "serving system", "registration state").number() == kRegistered);
}

TEST_CASE("registration: a network can deny it, and calls then have no service") {
  ModemUnderTest modem(registering(2s, Outcome::denied));
  const std::uint8_t nas = modem.allocate("NAS");
  const std::uint8_t wds = modem.allocate("WDS");
  modem.pass(2s);
  CHECK(modem.registration_state(nas) == kDenied);
  CHECK(modem.error("WDS Start Network", wds) == ErrorCode::CallFailed);
  CHECK(modem.modem().take_happenings().empty());
}

TEST_CASE("registration: where there is no network the search never ends") {
  ModemUnderTest modem(registering(0s, Outcome::searching));
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(modem.pass(24h).empty());
  CHECK(modem.registration_state(nas) == kSearching);
}

TEST_CASE("registration: a client that turned serving system events off isn't told, until it resets") {
  ModemUnderTest modem(registering(0s));
  const std::uint8_t nas = modem.allocate("NAS");
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(modem.error("NAS Register Indications", nas, {{"serving system events", 0U}}) == ErrorCode::None);
  CHECK(modem.send("DMS Set Operating Mode", dms, {{"mode", OperatingMode::LowPower}}).size() == 1);
  CHECK(modem.error("NAS Reset", nas) == ErrorCode::None);
  CHECK(modem.send("DMS Set Operating Mode", dms, {{"mode", OperatingMode::Online}}).size() == 2);
}

TEST_CASE("registration: a new client of a released id starts with serving system events on") {
  ModemUnderTest modem(registering(5s));
  const std::uint8_t first = modem.allocate("NAS");
  modem.ask("NAS Register Indications", first, {{"serving system events", 0U}});
  modem.release("NAS", first);
  REQUIRE(modem.allocate("NAS") == first);
  CHECK(modem.pass(5s).size() == 1);
}

TEST_CASE("registration: Initiate Network Register keeps a registration and repeats a denied one") {
  ModemUnderTest registered;
  CHECK(registered.send("NAS Initiate Network Register", registered.allocate("NAS"), {{"action", 1U}}).size() == 1);

  ModemUnderTest denied(registering(2s, Outcome::denied));
  const std::uint8_t nas = denied.allocate("NAS");
  denied.pass(2s);
  const Messages said = denied.send("NAS Initiate Network Register", nas, {{"action", 1U}});
  REQUIRE(said.size() == 2);
  CHECK(part(said[1], "serving system", "registration state").number() == kSearching);
  CHECK(denied.pass(2s).size() == 1);
  CHECK(denied.registration_state(nas) == kDenied);
}

TEST_CASE("registration: a network chosen by hand that isn't there is searched for, calls end") {
  ModemUnderTest modem(registering(0s));
  const std::uint8_t nas = modem.allocate("NAS");
  modem.start_call(modem.allocate("WDS"));
  CHECK(modem.error("NAS Initiate Network Register", nas,
                    {{"action", 2U}, {"manual registration info 3gpp", plmn(262, 1)}}) == ErrorCode::None);
  CHECK(modem.registration_state(nas) == kSearching);
  CHECK(modem.modem().running_calls().empty());
  modem.pass(1h);
  CHECK(modem.registration_state(nas) == kSearching);
  CHECK(modem.error("NAS Initiate Network Register", nas, {{"action", 1U}}) == ErrorCode::None);
  CHECK(modem.registration_state(nas) == kRegistered);
}

TEST_CASE("registration: the network it is on can be chosen by hand") {
  ModemUnderTest modem;
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(
      modem
          .send("NAS Initiate Network Register", nas, {{"action", 2U}, {"manual registration info 3gpp", plmn(262, 2)}})
          .size() == 1);
  CHECK(modem.registration_state(nas) == kRegistered);
}

TEST_CASE("registration: Initiate Network Register is refused where it makes no sense") {
  ModemUnderTest modem;
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(modem.error("NAS Initiate Network Register", nas, {{"action", 9U}}) == ErrorCode::InvalidRegisterAction);
  CHECK(modem.error("NAS Initiate Network Register", nas, {{"action", 2U}}) == ErrorCode::MissingArgument);
  modem.ask("DMS Set Operating Mode", modem.allocate("DMS"), {{"mode", OperatingMode::LowPower}});
  CHECK(modem.error("NAS Initiate Network Register", nas, {{"action", 1U}}) == ErrorCode::InvalidOperation);

  Profile profile = healthy();
  profile.settings.sim.state = SimSettings::State::pin_required;
  ModemUnderTest locked(profile);
  CHECK(locked.error("NAS Initiate Network Register", locked.allocate("NAS"), {{"action", 1U}}) ==
        ErrorCode::UimUninitialized);
}

TEST_CASE("registration: detached from the packet service there are no calls") {
  ModemUnderTest modem(quick());
  const std::uint8_t nas = modem.allocate("NAS");
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  const Messages said = modem.send("NAS Attach Detach", nas, {{"action", 2U}});
  CHECK(indications(said, "WDS Get Packet Service Status").size() == 1);
  const Messages reports = indications(said, "NAS Get Serving System");
  REQUIRE(reports.size() == 1);
  CHECK(part(reports[0], "serving system", "ps attach state").number() == 2);
  CHECK(modem.error("WDS Start Network", wds) == ErrorCode::CallFailed);
  CHECK(modem.error("NAS Attach Detach", nas, {{"action", 1U}}) == ErrorCode::None);
  modem.start_call(wds);
  CHECK(modem.error("NAS Attach Detach", nas, {{"action", 3U}}) == ErrorCode::InvalidPsAttachAction);
  CHECK(modem.error("NAS Attach Detach", nas) == ErrorCode::MissingArgument);
}

TEST_CASE("registration: signal strength is told with its radio interface, and as RSSI where asked") {
  ModemUnderTest modem;
  const std::uint8_t nas = modem.allocate("NAS");
  const Message plain = modem.ask("NAS Get Signal Strength", nas);
  CHECK(part(plain, "signal strength", "strength") == Value(-71));
  CHECK(part(plain, "signal strength", "radio interface").number() == 5);
  CHECK_FALSE(has(plain, "rssi list"));
  const Message masked = modem.ask("NAS Get Signal Strength", nas, {{"request mask", 1U}});
  REQUIRE(part(masked, "rssi list").list().size() == 1);
  CHECK(part(masked, "rssi list").list().front().member("rssi")->number() == 71);
  modem.ask("DMS Set Operating Mode", modem.allocate("DMS"), {{"mode", OperatingMode::LowPower}});
  CHECK(modem.error("NAS Get Signal Strength", nas) == ErrorCode::InformationUnavailable);
}

TEST_CASE("registration: system selection preference is at first as a Gobi 3000 answers it") {
  ModemUnderTest modem;
  const Message response = modem.ask("NAS Get System Selection Preference", modem.allocate("NAS"));
  CHECK(part(response, "emergency mode").number() == 0);
  CHECK(part(response, "mode preference").number() == 0x000F);
  CHECK(part(response, "band preference").number() == 0xFFFFFFFF3FFFFFFF);
  CHECK(part(response, "roaming preference").number() == 0x00FF);
  CHECK_FALSE(has(response, "cdma prl preference"));
}

TEST_CASE("registration: system selection preference keeps what it is told, but for modes it doesn't have") {
  ModemUnderTest modem;
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(modem.error("NAS Set System Selection Preference", nas, {{"mode preference", 0xFFFFU}}) == ErrorCode::None);
  CHECK(part(modem.ask("NAS Get System Selection Preference", nas), "mode preference").number() == 0x000F);
  CHECK(modem.error("NAS Set System Selection Preference", nas,
                    {{"mode preference", qmi::nas::RatModePreference::LTE}, {"emergency mode", 1U}}) ==
        ErrorCode::InvalidArgument);
  CHECK(modem.error("NAS Set System Selection Preference", nas,
                    {{"mode preference", qmi::nas::RatModePreference::UMTS},
                     {"emergency mode", 1U},
                     {"band preference", 0x80U},
                     {"cdma prl preference", 1U},
                     {"roaming preference", 1U}}) == ErrorCode::None);
  const Message response = modem.ask("NAS Get System Selection Preference", nas);
  CHECK(part(response, "mode preference").number() == 0x0008);
  CHECK(part(response, "emergency mode").number() == 1);
  CHECK(part(response, "band preference").number() == 0x80);
  CHECK(part(response, "cdma prl preference").number() == 1);
  CHECK(part(response, "roaming preference").number() == 1);
}

}  // namespace modembench::modem::test
