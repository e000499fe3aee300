#include <catch2/catch.hpp>

#include "emulator/qmi/error_code.hpp"
#include "emulator/qmi/service_numbers.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

/// What whole clients say, request by request.
namespace modembench::modem::test {

TEST_CASE("dialogue: qmicli starts a network and keeps the client id, other processes look and stop") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.send("WDS Start Network", wds, {{"ip family preference", 8U}, {"apn", "internet"}}).empty());
  const Messages started = modem.pass(300ms);
  REQUIRE(started.size() == 2);
  const Value handle = part(started.front(), "packet data handle");

  CHECK(modem.connection_status(wds) == 2);
  const std::uint8_t fresh = modem.allocate("WDS");
  CHECK(modem.connection_status(fresh) == 2);
  const Message settings = modem.ask("WDS Get Current Settings", fresh, {{"requested settings", 0x0000E330U}});
  CHECK(part(settings, "ipv4 address").text() == "192.0.2.10");
  CHECK(modem.release("WDS", fresh) == ErrorCode::None);
  CHECK(modem.modem().running_calls().size() == 1);

  CHECK(modem.error("WDS Stop Network", wds, {{"packet data handle", handle}}) == ErrorCode::None);
  CHECK(modem.release("WDS", wds) == ErrorCode::None);
  CHECK(modem.modem().held_client_ids().empty());
  CHECK(modem.modem().running_calls().empty());
}

TEST_CASE("dialogue: qmi-network asks for WDA first, which isn't there, and goes on") {
  ModemUnderTest modem;
  CHECK(modem.error("CTL Allocate CID", 0, {{"service", qmi::wda::service}}) == ErrorCode::InvalidServiceType);
  const std::uint8_t wds = modem.allocate("WDS");
  modem.send("WDS Start Network", wds, {{"ip family preference", 8U}, {"apn", "internet"}});
  const Messages started = modem.pass(300ms);
  REQUIRE(started.size() == 2);
  CHECK(modem.connection_status(wds) == 2);
  CHECK(modem.error("WDS Stop Network", wds, {{"packet data handle", part(started.front(), "packet data handle")}}) ==
        ErrorCode::None);
  CHECK(modem.release("WDS", wds) == ErrorCode::None);
}

TEST_CASE("dialogue: qmicli is interrupted while it starts a network") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  modem.send("WDS Start Network", wds, {{"ip family preference", 8U}});
  CHECK(modem.error("WDS Abort", wds, {{"transaction id", modem.last_transaction()}}) == ErrorCode::None);
  CHECK(modem.release("WDS", wds) == ErrorCode::None);
  CHECK(modem.pass(10s).empty());
  CHECK(modem.modem().running_calls().empty());
}

TEST_CASE("dialogue: OpenWrt's script dials with uqmi and hangs up") {
  Profile profile = healthy();
  profile.settings.sim.ready_after = 2s;
  profile.settings.registration.after = 3s;
  ModemUnderTest modem(profile);
  const auto once = [&](const char* service, std::string_view name, Named tlvs = {}) {
    const std::uint8_t client = modem.allocate(service);
    const Message response = modem.ask(name, client, tlvs);
    CHECK(modem.release(service, client) == ErrorCode::None);
    return response;
  };

  CHECK(error_of(once("DMS", "DMS UIM Get PIN Status")) == ErrorCode::UimUninitialized);
  modem.pass(2s);
  CHECK(part(once("DMS", "DMS UIM Get PIN Status"), "pin1 status", "current status").number() == 3);
  CHECK(modem.error("CTL Allocate CID", 0, {{"service", qmi::uim::service}}) == ErrorCode::InvalidServiceType);
  CHECK(error_of(once("WDS", "WDS Stop Network", {{"packet data handle", 0xFFFFFFFFU}, {"disable autoconnect", 1U}})) ==
        ErrorCode::NoEffect);
  CHECK(error_of(once("DMS", "DMS Set Operating Mode", {{"mode", 0U}})) == ErrorCode::None);
  CHECK(modem.error("CTL Sync", 0) == ErrorCode::None);
  CHECK(error_of(once("NAS", "NAS Initiate Network Register", {{"action", 1U}})) == ErrorCode::None);
  modem.pass(5s);
  CHECK(part(once("NAS", "NAS Get Serving System"), "serving system", "registration state").number() == 1);
  CHECK(error_of(once("WDS", "WDS Modify Profile",
                      {{"profile identifier", Struct{{"profile type", 0U}, {"profile index", 1U}}},
                       {"pdp type", 0U},
                       {"apn name", "internet"},
                       {"apn disabled flag", 0U}})) == ErrorCode::None);

  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.error("WDS Set IP Family", wds, {{"preference", 4U}}) == ErrorCode::None);
  modem.send("WDS Start Network", wds,
             {{"apn", "internet"}, {"authentication preference", 3U}, {"enable autoconnect", 1U}});
  const Messages started = modem.pass(300ms);
  REQUIRE(started.size() == 2);
  CHECK(modem.connection_status(wds) == 2);
  CHECK(has(modem.ask("WDS Get Current Settings", wds, {{"requested settings", 0x0000E334U}}), "ipv4 address"));

  CHECK(modem.error("WDS Stop Network", wds, {{"packet data handle", 0xFFFFFFFFU}, {"disable autoconnect", 1U}}) ==
        ErrorCode::None);
  CHECK(modem.error("WDS Stop Network", wds, {{"packet data handle", part(started[0], "packet data handle")}}) ==
        ErrorCode::InvalidHandle);
  CHECK(modem.release("WDS", wds) == ErrorCode::None);
  CHECK(modem.modem().held_client_ids().empty());
}

TEST_CASE("dialogue: ModemManager enables the modem and gets its operating mode report") {
  Profile profile = healthy();
  profile.settings.operating_mode = OperatingMode::LowPower;
  profile.settings.registration.after = 2s;
  ModemUnderTest modem(profile);
  const std::uint8_t dms = modem.allocate("DMS");
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(modem.error("DMS Set Event Report", dms, {{"operating mode reporting", 1U}}) == ErrorCode::None);
  CHECK(modem.error("DMS Set Operating Mode", dms, {{"mode", 0U}}) == ErrorCode::None);
  const Messages said = modem.pass(10s);
  REQUIRE(indications(said, "DMS Set Event Report").size() == 1);
  CHECK(part(indications(said, "DMS Set Event Report").front(), "operating mode").number() == 0);
  CHECK(modem.error("DMS Set Event Report", dms, {{"operating mode reporting", 0U}}) == ErrorCode::None);
  const Value reject = Struct{{"enable network reject indications", 1U}, {"suppress system info indications", 0U}};
  CHECK(modem.error("NAS Register Indications", nas,
                    {{"network reject information", reject}, {"system info", 1U}, {"serving system events", 0U}}) ==
        ErrorCode::None);
  CHECK(modem.registration_state(nas) == 1);

  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.error("WDS Set IP Family", wds, {{"preference", 4U}}) == ErrorCode::None);
  CHECK(modem.error("WDS Set Event Report", wds, {{"channel rate", 1U}, {"dormancy status", 1U}}) == ErrorCode::None);
  modem.send("WDS Start Network", wds,
             {{"apn", "internet"}, {"authentication preference", 0U}, {"ip family preference", 4U}});
  // The answer, the status, and the event report it asked for.
  CHECK(modem.pass(300ms).size() == 3);
}

TEST_CASE("dialogue: ofono switches to persistent low power and back online") {
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(modem.error("CTL Sync", 0) == ErrorCode::None);
  CHECK(modem.error("DMS Get Operating Mode", dms) == ErrorCode::InvalidClientId);
  REQUIRE(modem.allocate("DMS") == dms);
  CHECK(modem.error("DMS Set Operating Mode", dms, {{"mode", 6U}}) == ErrorCode::None);
  CHECK(modem.error("DMS Set Event Report", dms,
                    {{"pin state reporting", 1U}, {"operating mode reporting", 1U}, {"uim state reporting", 1U}}) ==
        ErrorCode::None);
  REQUIRE(modem.allocate("NAS") == nas);
  const Messages said = modem.send("DMS Set Operating Mode", dms, {{"mode", 0U}});
  const Messages reports = indications(said, "NAS Get Serving System");
  REQUIRE(reports.size() == 1);
  CHECK(part(reports.front(), "serving system", "registration state").number() == 1);
  const Value signal = Struct{{"report", 1U}, {"thresholds", qmi::List{Value(-80), Value(-60)}}};
  CHECK(modem.error("NAS Set Event Report", nas,
                    {{"signal strength indicator", signal}, {"rf band information", 1U}}) == ErrorCode::None);
  CHECK(modem.error("NAS Attach Detach", nas, {{"action", 1U}}) == ErrorCode::None);
  const std::uint8_t wds = modem.allocate("WDS");
  modem.send("WDS Start Network", wds, {{"apn", "internet"}, {"ip family preference", 4U}});
  const Messages started = modem.pass(300ms);
  CHECK(indications(started, "DMS Set Event Report").size() == 1);
  CHECK(indications(started, "WDS Get Packet Service Status").size() == 1);
  CHECK(has(modem.ask("WDS Get Current Settings", wds), "ipv4 address"));
}

}  // namespace modembench::modem::test
