#include <catch2/catch.hpp>
#include <set>

#include "emulator/qmi/messages/wds.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

using qmi::wds::IpFamily;

constexpr const char* kStart = "WDS Start Network";

void check_reason(const Message& message, std::uint64_t reason, std::uint64_t type, std::uint64_t verbose) {
  CHECK(part(message, "call end reason").number() == reason);
  CHECK(part(message, "verbose call end reason", "type").number() == type);
  CHECK(part(message, "verbose call end reason", "reason").number() == verbose);
}

std::string address(ModemUnderTest& modem, std::uint8_t wds) {
  const Message settings = modem.ask("WDS Get Current Settings", wds);
  return has(settings, "ipv4 address") ? part(settings, "ipv4 address").text()
                                       : part(settings, "ipv6 address", "address").text();
}

std::uint8_t profile_of_type(ModemUnderTest& modem, std::uint8_t wds, std::uint64_t pdp_type) {
  const Message created = modem.ask("WDS Create Profile", wds, {{"profile type", 0U}, {"pdp type", pdp_type}});
  return static_cast<std::uint8_t>(part(created, "profile identifier", "profile index").number());
}

}  // namespace

TEST_CASE("start: several calls at once have an address each, counted up, without the gateway's") {
  Profile profile = quick();
  profile.settings.call.ipv4_gateway = "192.0.2.11";
  ModemUnderTest modem(profile);
  const std::uint8_t first = modem.allocate("WDS");
  const std::uint8_t second = modem.allocate("WDS");
  const std::uint8_t third = modem.allocate("WDS");
  modem.start_call(first);
  modem.start_call(second);
  CHECK(address(modem, first) == "192.0.2.10");
  CHECK(address(modem, second) == "192.0.2.12");
  modem.ask("WDS Reset", first);
  modem.start_call(third);
  CHECK(address(modem, third) == "192.0.2.10");
  modem.start_call(first);
  CHECK(address(modem, first) == "192.0.2.13");
}

TEST_CASE("start: IPv6 calls have an address each as well") {
  ModemUnderTest modem(quick());
  const std::uint8_t first = modem.allocate("WDS");
  const std::uint8_t second = modem.allocate("WDS");
  modem.start_call(first, {{"ip family preference", IpFamily::IPv6}});
  modem.start_call(second, {{"ip family preference", IpFamily::IPv6}});
  CHECK(address(modem, first) == "2001:db8:1::10");
  CHECK(address(modem, second) == "2001:db8:1::11");
}

TEST_CASE("start: as many calls as there is room for have addresses of their own, round the end of the byte") {
  Profile profile = quick();
  profile.settings.call.ipv4_address = "192.0.2.252";
  ModemUnderTest modem(profile);
  std::set<std::string> addresses;
  for (int i = 0; i < 8; ++i) {
    const std::uint8_t wds = modem.allocate("WDS");
    modem.start_call(wds);
    addresses.insert(address(modem, wds));
  }
  CHECK(addresses.size() == 8);
  CHECK(addresses.count("192.0.2.0") == 1);
  CHECK(addresses.count("192.0.2.1") == 0);
}

TEST_CASE("start: calls without a configured address come up without one") {
  Profile profile = quick();
  profile.settings.call.ipv4_address.clear();
  ModemUnderTest modem(profile);
  for (int i = 0; i < 2; ++i) {
    const std::uint8_t wds = modem.allocate("WDS");
    modem.start_call(wds);
    CHECK_FALSE(has(modem.ask("WDS Get Current Settings", wds), "ipv4 address"));
  }
}

TEST_CASE("start: an address that is wished for is given unless another call has it") {
  ModemUnderTest modem(quick());
  const std::uint8_t first = modem.allocate("WDS");
  const std::uint8_t second = modem.allocate("WDS");
  const std::uint8_t any = modem.allocate("WDS");
  modem.start_call(first, {{"ipv4 address preference", "198.51.100.7"}});
  CHECK(address(modem, first) == "198.51.100.7");
  modem.start_call(second, {{"ipv4 address preference", "198.51.100.7"}});
  CHECK(address(modem, second) == "192.0.2.10");
  modem.start_call(any, {{"ipv4 address preference", "0.0.0.0"}});
  CHECK(address(modem, any) == "192.0.2.11");
}

TEST_CASE("start: an IPv4 address that is wished for is nothing to an IPv6 call") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds, {{"ip family preference", IpFamily::IPv6}, {"ipv4 address preference", "198.51.100.7"}});
  CHECK(address(modem, wds) == "2001:db8:1::10");
}

TEST_CASE("start: each client has its own APN and profile") {
  ModemUnderTest modem(quick());
  const std::uint8_t first = modem.allocate("WDS");
  const std::uint8_t second = modem.allocate("WDS");
  const std::uint8_t two = profile_of_type(modem, first, 0);
  modem.start_call(first, {{"apn", "one"}});
  modem.start_call(second, {{"apn", "two"}, {"profile index 3gpp", two}});
  CHECK(part(modem.ask("WDS Get Current Settings", first), "apn name").text() == "one");
  CHECK(part(modem.ask("WDS Get Current Settings", second), "apn name").text() == "two");
  CHECK(part(modem.ask("WDS Get Current Settings", second), "profile id", "profile index").number() == two);
}

TEST_CASE("start: a profile says which family it is for, and no call of another comes up") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint8_t four = profile_of_type(modem, wds, 0);
  const std::uint8_t ppp = profile_of_type(modem, wds, 1);
  const std::uint8_t six = profile_of_type(modem, wds, 2);
  const std::uint8_t both = profile_of_type(modem, wds, 3);
  const auto start = [&](std::uint8_t profile, IpFamily family) {
    return modem.ask(kStart, wds, {{"profile index 3gpp", profile}, {"ip family preference", family}});
  };
  check_reason(start(four, IpFamily::IPv6), 1014, 2, 210);
  check_reason(start(six, IpFamily::IPv4), 1014, 2, 208);
  check_reason(start(ppp, IpFamily::IPv4), 1014, 2, 213);
  CHECK(modem.modem().running_calls().empty());
  // Family 8 is the profile's.
  CHECK(error_of(start(six, IpFamily::Unspecified)) == ErrorCode::None);
  CHECK(modem.modem().running_calls().back().ip_family == 6);
  CHECK(error_of(start(both, IpFamily::IPv6)) == ErrorCode::NoEffect);
  CHECK(error_of(start(both, IpFamily::IPv4)) == ErrorCode::None);
}

TEST_CASE("start: a technology that a GSM image doesn't have fails, one that doesn't exist is refused") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  check_reason(modem.ask(kStart, wds, {{"technology preference", 2U}}), 3, 3, 2001);
  check_reason(modem.ask(kStart, wds, {{"extended technology preference", 0x8001U}}), 3, 3, 2001);
  CHECK(modem.error(kStart, wds, {{"technology preference", 0U}}) == ErrorCode::InvalidTechnologyPreference);
  CHECK(modem.error(kStart, wds, {{"technology preference", 4U}}) == ErrorCode::InvalidTechnologyPreference);
  CHECK(modem.error(kStart, wds, {{"extended technology preference", 1U}}) == ErrorCode::InvalidTechnologyPreference);
  CHECK(modem.error(kStart, wds, {{"authentication preference", 4U}}) == ErrorCode::InvalidArgument);
  CHECK(modem.error(kStart, wds, {{"call type", 2U}}) == ErrorCode::InvalidArgument);
  modem.start_call(wds,
                   {{"technology preference", 3U}, {"extended technology preference", 0x8004U}, {"call type", 1U}});
}

TEST_CASE("start: one that authenticates says so while it lasts") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint8_t other = modem.allocate("WDS");
  const auto start = [&] { return modem.send(kStart, wds, {{"authentication preference", 1U}, {"username", "me"}}); };
  const Messages first = start();
  REQUIRE(first.size() == 1);
  CHECK(part(first[0], "connection status", "status").number() == 4);
  CHECK(modem.connection_status(wds) == 4);
  CHECK(modem.connection_status(other) == 1);
  SECTION("and comes up") {
    modem.pass(300ms);
    CHECK(modem.connection_status(wds) == 2);
  }
  SECTION("and is aborted") {
    const Messages said = modem.send("WDS Abort", wds, {{"transaction id", modem.last_transaction() - 2}});
    REQUIRE(said.size() == 3);
    CHECK(error_of(said[1]) == ErrorCode::Aborted);
    CHECK(part(said[2], "connection status", "status").number() == 1);
    CHECK(modem.connection_status(wds) == 1);
  }
  SECTION("and loses the network") {
    const std::uint8_t dms = modem.allocate("DMS");
    const Messages said = modem.send("DMS Set Operating Mode", dms, {{"mode", 1U}});
    const auto reports = indications(said, kStatus);
    REQUIRE(reports.size() == 1);
    check_reason(reports[0], 3, 3, 2500);
  }
}

TEST_CASE("start: one that authenticates and is refused is no longer on its way, one refused at once never was") {
  Profile profile = healthy();
  profile.settings.call.refuse_reason = qmi::wds::CallEndReason::GenericAuthenticationFailed;
  const auto start = [](ModemUnderTest& modem) {
    return modem.send(kStart, modem.allocate("WDS"), {{"authentication preference", 2U}, {"username", "me"}});
  };
  ModemUnderTest slow(profile);
  CHECK(start(slow).size() == 1);
  const Messages said = slow.pass(300ms);
  REQUIRE(said.size() == 2);
  check_reason(said[0], 10, 6, 29);
  CHECK(part(said[1], "connection status", "status").number() == 1);
  check_reason(said[1], 10, 6, 29);
  profile.settings.call.after = 0ms;
  ModemUnderTest at_once(profile);
  CHECK(start(at_once).size() == 1);
}

TEST_CASE("start: an APN with a user but without authentication isn't authenticating") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.send(kStart, wds, {{"username", "me"}}).empty());
  CHECK(modem.connection_status(wds) == 1);
}

TEST_CASE("end: what takes the network away is told as the reason, to calls and to pending starts") {
  ModemUnderTest modem;
  const std::uint8_t up = modem.allocate("WDS");
  const std::uint8_t waiting = modem.allocate("WDS");
  const std::uint8_t nas = modem.allocate("NAS");
  const std::uint8_t dms = modem.allocate("DMS");
  modem.send(kStart, up);
  modem.pass(300ms);
  modem.send(kStart, waiting);
  Messages said;
  std::uint64_t verbose = 0;
  SECTION("radio off") {
    said = modem.send("DMS Set Operating Mode", dms, {{"mode", 1U}});
    verbose = 2500;
  }
  SECTION("detached") {
    said = modem.send("NAS Attach Detach", nas, {{"action", 2U}});
    verbose = 1083;
  }
  SECTION("network lost") {
    said = modem.send("NAS Initiate Network Register", nas,
                      {{"action", 2U},
                       {"manual registration info 3gpp", Struct{{"mcc", 262U}, {"mnc", 1U}, {"radio interface", 0U}}}});
    verbose = 2001;
  }
  int failed = 0;
  for (const Message& message : said) {
    if (message.header.kind != MessageKind::response || message.header.message != qmi::wds::start_network::id) continue;
    ++failed;
    CHECK(message.header.client == waiting);
    check_reason(message, 3, 3, verbose);
  }
  CHECK(failed == 1);
  const Messages reports = indications(said, kStatus);
  REQUIRE_FALSE(reports.empty());
  CHECK(reports[0].header.client == up);
  check_reason(reports[0], 3, 3, verbose);
  CHECK(modem.modem().running_calls().empty());
  CHECK(part(modem.ask(kStart, up), "verbose call end reason", "reason").number() == verbose);
}

TEST_CASE("end: every cause of TS 24.008 that has a short reason has its verbose one") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  const auto reason = GENERATE(std::pair{1009, 38}, std::pair{1011, 111}, std::pair{1022, 43}, std::pair{1034, 112},
                               std::pair{1036, 40}, std::pair{1026, 81});
  modem.start_call(wds);
  const Messages said = modem.modem().drop_calls(static_cast<std::uint16_t>(reason.first), modem.now());
  check_reason(said.front(), static_cast<std::uint64_t>(reason.first), 6, static_cast<std::uint64_t>(reason.second));
}

}  // namespace modembench::modem::test
