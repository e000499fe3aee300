#include <algorithm>
#include <catch2/catch.hpp>

#include "emulator/qmi/messages/wds.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

using qmi::wds::IpFamily;

constexpr std::uint64_t kDisconnected = 1;
constexpr std::uint64_t kConnected = 2;

void check_failed(const Message& response, std::uint64_t reason) {
  CHECK(error_of(response) == ErrorCode::CallFailed);
  CHECK(part(response, "call end reason").number() == reason);
}

}  // namespace

TEST_CASE("call: Start Network is answered when the call is up, with a handle, and the indication follows") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.send("WDS Start Network", wds, {{"apn", "internet"}}).empty());
  const std::uint16_t transaction = modem.last_transaction();
  CHECK(modem.connection_status(wds) == kDisconnected);
  CHECK(modem.pass(299ms).empty());
  const Messages said = modem.pass(1ms);
  REQUIRE(said.size() == 2);
  CHECK(said[0].header.kind == MessageKind::response);
  CHECK(said[0].header.transaction == transaction);
  CHECK(part(said[0], "packet data handle").number() != 0);
  CHECK(said[1].header.kind == MessageKind::indication);
  CHECK(part(said[1], "connection status", "status").number() == kConnected);
  CHECK_FALSE(has(said[1], "call end reason"));
  CHECK(modem.connection_status(wds) == kConnected);
}

TEST_CASE("call: requests are answered while a start is pending") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  modem.send("WDS Start Network", wds);
  CHECK(modem.error("DMS Get Model", modem.allocate("DMS")) == ErrorCode::None);
  CHECK(modem.pass(300ms).size() == 2);
}

TEST_CASE("call: Stop Network with the handle ends it, and the indication says that the client wanted it") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint32_t handle = modem.start_call(wds);
  const Messages said = modem.send("WDS Stop Network", wds, {{"packet data handle", handle}});
  REQUIRE(said.size() == 2);
  CHECK(error_of(said[0]) == ErrorCode::None);
  CHECK(part(said[1], "connection status", "status").number() == kDisconnected);
  CHECK(part(said[1], "call end reason").number() == 2);
  CHECK(part(said[1], "verbose call end reason", "reason").number() == 2000);
  CHECK(modem.connection_status(wds) == kDisconnected);
  CHECK(modem.error("WDS Stop Network", wds, {{"packet data handle", handle}}) == ErrorCode::InvalidHandle);
}

TEST_CASE("call: a wrong handle ends nothing, nor does another client's") {
  ModemUnderTest modem(quick());
  const std::uint8_t owner = modem.allocate("WDS");
  const std::uint8_t other = modem.allocate("WDS");
  const std::uint32_t handle = modem.start_call(owner);
  CHECK(modem.error("WDS Stop Network", owner, {{"packet data handle", handle + 1}}) == ErrorCode::InvalidHandle);
  CHECK(modem.error("WDS Stop Network", owner, {{"packet data handle", 0U}}) == ErrorCode::InvalidHandle);
  CHECK(modem.error("WDS Stop Network", other, {{"packet data handle", handle}}) == ErrorCode::InvalidHandle);
  CHECK(modem.modem().running_calls().size() == 1);
}

TEST_CASE("call: the handle for every call ends those of the client, and has no effect where there is none") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint8_t other = modem.allocate("WDS");
  const auto stop_all = [&](std::uint8_t client) {
    return modem.error("WDS Stop Network", client, {{"packet data handle", 0xFFFFFFFFU}, {"disable autoconnect", 1U}});
  };
  CHECK(stop_all(wds) == ErrorCode::NoEffect);
  modem.start_call(wds);
  modem.start_call(wds, {{"ip family preference", IpFamily::IPv6}});
  modem.start_call(other);
  CHECK(stop_all(wds) == ErrorCode::None);
  REQUIRE(modem.modem().running_calls().size() == 1);
  CHECK(modem.modem().running_calls().front().client == other);
}

TEST_CASE("call: disabling autoconnect ends calls that keep themselves up, whoever started them") {
  ModemUnderTest modem(quick());
  modem.start_call(modem.allocate("WDS"), {{"enable autoconnect", 1U}});
  const std::uint8_t other = modem.allocate("WDS");
  CHECK(modem.error("WDS Stop Network", other, {{"packet data handle", 0xFFFFFFFFU}}) == ErrorCode::NoEffect);
  CHECK(modem.error("WDS Stop Network", other, {{"packet data handle", 0xFFFFFFFFU}, {"disable autoconnect", 1U}}) ==
        ErrorCode::None);
  CHECK(modem.modem().running_calls().empty());
}

TEST_CASE("call: the handle for every call aborts a pending start too") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  modem.send("WDS Start Network", wds);
  const Messages said = modem.send("WDS Stop Network", wds, {{"packet data handle", 0xFFFFFFFFU}});
  REQUIRE(said.size() == 2);
  CHECK(error_of(said[0]) == ErrorCode::None);
  CHECK(error_of(said[1]) == ErrorCode::Aborted);
}

TEST_CASE("call: a second start of the same family by the same client has no effect") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  CHECK(modem.error("WDS Start Network", wds) == ErrorCode::NoEffect);
  modem.start_call(wds, {{"ip family preference", IpFamily::IPv6}});
  modem.start_call(modem.allocate("WDS"));
  CHECK(modem.modem().running_calls().size() == 3);
}

TEST_CASE("call: a second start while the first is pending fails, the first comes up") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  modem.send("WDS Start Network", wds);
  check_failed(modem.ask("WDS Start Network", wds), 6);
  const Messages said = modem.pass(300ms);
  REQUIRE(said.size() == 2);
  CHECK(error_of(said[0]) == ErrorCode::None);
}

TEST_CASE("call: handles are never the same twice") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint32_t first = modem.start_call(wds);
  modem.ask("WDS Stop Network", wds, {{"packet data handle", first}});
  CHECK(modem.start_call(wds) != first);
}

TEST_CASE("call: the family is the one of the request, else the client's, else IPv4") {
  ModemUnderTest modem(quick());
  const auto family_started = [&](std::optional<IpFamily> set, std::optional<IpFamily> wanted) {
    const std::uint8_t wds = modem.allocate("WDS");
    if (set) CHECK(modem.error("WDS Set IP Family", wds, {{"preference", *set}}) == ErrorCode::None);
    if (wanted) {
      modem.start_call(wds, {{"ip family preference", *wanted}});
    } else {
      modem.start_call(wds);
    }
    const auto family = modem.modem().running_calls().back().ip_family;
    modem.release("WDS", wds);
    return family;
  };
  CHECK(family_started({}, {}) == 4);
  CHECK(family_started({}, IpFamily::IPv6) == 6);
  CHECK(family_started({}, IpFamily::Unspecified) == 4);
  CHECK(family_started(IpFamily::IPv6, {}) == 6);
  CHECK(family_started(IpFamily::IPv6, IpFamily::IPv4) == 4);
  CHECK(family_started(IpFamily::Unspecified, {}) == 4);
}

TEST_CASE("call: a family that doesn't exist is refused") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.error("WDS Set IP Family", wds, {{"preference", 5U}}) == ErrorCode::InvalidIpFamilyPreference);
  CHECK(modem.error("WDS Start Network", wds, {{"ip family preference", 0U}}) == ErrorCode::InvalidIpFamilyPreference);
}

TEST_CASE("call: texts that are too long are refused") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.error("WDS Start Network", wds, {{"apn", std::string(101, 'a')}}) == ErrorCode::ArgumentTooLong);
  CHECK(modem.error("WDS Start Network", wds, {{"password", std::string(128, 'a')}}) == ErrorCode::ArgumentTooLong);
  modem.start_call(wds, {{"apn", std::string(100, 'a')}});
}

TEST_CASE("call: without a network it fails at once with no service") {
  Profile profile = healthy();
  std::uint64_t verbose = 2001;
  const auto first_answer = [](const Profile& p) {
    ModemUnderTest modem(p);
    return modem.ask("WDS Start Network", modem.allocate("WDS"));
  };
  SECTION("searching") { profile.settings.registration.outcome = RegistrationSettings::Outcome::searching; }
  SECTION("SIM locked") {
    profile.settings.sim.state = SimSettings::State::pin_required;
    verbose = 2504;
  }
  SECTION("SIM absent") {
    profile.settings.sim.state = SimSettings::State::absent;
    verbose = 2504;
  }
  SECTION("radio off") {
    profile.settings.operating_mode = OperatingMode::LowPower;
    verbose = 2500;
  }
  const Message response = first_answer(profile);
  check_failed(response, 3);
  CHECK(part(response, "verbose call end reason", "type").number() == 3);
  CHECK(part(response, "verbose call end reason", "reason").number() == verbose);
}

TEST_CASE("call: a network that refuses calls does so in its own time, with its reason") {
  Profile profile = healthy();
  profile.settings.call.refuse_reason = qmi::wds::CallEndReason::GsmWcdmaUnknownApn;
  ModemUnderTest modem(profile);
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.send("WDS Start Network", wds).empty());
  const Messages said = modem.pass(300ms);
  REQUIRE(said.size() == 1);
  check_failed(said[0], 1013);
  CHECK(part(said[0], "verbose call end reason", "type").number() == 6);
  CHECK(part(said[0], "verbose call end reason", "reason").number() == 27);
}

TEST_CASE("call: Abort answers, and the start it names is answered as aborted") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  modem.send("WDS Start Network", wds);
  const std::uint16_t start = modem.last_transaction();
  const Messages said = modem.send("WDS Abort", wds, {{"transaction id", start}});
  REQUIRE(said.size() == 2);
  CHECK(said[0].header.message == qmi::wds::abort::id);
  CHECK(error_of(said[0]) == ErrorCode::None);
  CHECK(said[1].header.transaction == start);
  CHECK(error_of(said[1]) == ErrorCode::Aborted);
  CHECK(modem.pass(1s).empty());
  CHECK(modem.modem().running_calls().empty());
}

TEST_CASE("call: Abort of what isn't pending, or is another client's, is refused") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint8_t other = modem.allocate("WDS");
  modem.send("WDS Start Network", wds);
  const std::uint16_t start = modem.last_transaction();
  CHECK(modem.error("WDS Abort", wds, {{"transaction id", 999U}}) == ErrorCode::InvalidTransactionId);
  CHECK(modem.error("WDS Abort", other, {{"transaction id", start}}) == ErrorCode::InvalidTransactionId);
  CHECK(modem.pass(1s).size() == 3);
}

TEST_CASE("call: releasing its client ends it, and the others of that family are told") {
  ModemUnderTest modem(quick());
  const std::uint8_t owner = modem.allocate("WDS");
  const std::uint8_t other = modem.allocate("WDS");
  modem.start_call(owner);
  const Messages said =
      modem.send("CTL Release CID", 0, {{"release info", Struct{{"service", qmi::wds::service}, {"cid", owner}}}});
  REQUIRE(said.size() == 2);
  CHECK(said[0].header.kind == MessageKind::response);
  CHECK(said[1].header.client == other);
  CHECK(modem.modem().running_calls().empty());
}

TEST_CASE("call: the pending start of a released client is never answered") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  modem.send("WDS Start Network", wds);
  modem.release("WDS", wds);
  REQUIRE(modem.allocate("WDS") == wds);
  CHECK(modem.pass(1s).empty());
  CHECK(modem.modem().running_calls().empty());
}

TEST_CASE("call: WDS Reset ends the client's calls, aborts its pending start and forgets its family") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  modem.send("WDS Start Network", wds);
  modem.pass(300ms);
  modem.ask("WDS Set IP Family", wds, {{"preference", IpFamily::IPv6}});
  modem.send("WDS Start Network", wds);
  const Messages said = modem.send("WDS Reset", wds);
  REQUIRE(said.size() == 3);
  CHECK(said[0].header.message == qmi::wds::reset::id);
  CHECK(error_of(said[1]) == ErrorCode::Aborted);
  CHECK(indications(said, kStatus).size() == 1);
  modem.send("WDS Start Network", wds);
  modem.pass(300ms);
  CHECK(modem.modem().running_calls().front().ip_family == 4);
}

TEST_CASE("call: when the network drops calls every client of the family hears the reason") {
  ModemUnderTest modem(quick());
  const std::uint8_t owner = modem.allocate("WDS");
  const std::uint8_t other = modem.allocate("WDS");
  const std::uint8_t six = modem.allocate("WDS");
  modem.ask("WDS Set IP Family", six, {{"preference", IpFamily::IPv6}});
  modem.start_call(owner);
  const Messages said = modem.modem().drop_calls(1003, modem.now());
  REQUIRE(said.size() == 2);
  CHECK(said[0].header.client == owner);
  CHECK(said[1].header.client == other);
  CHECK(part(said[0], "call end reason").number() == 1003);
  CHECK_FALSE(has(said[0], "verbose call end reason"));
  CHECK(modem.connection_status(owner) == kDisconnected);
}

TEST_CASE("call: dropping where nothing is up says nothing") {
  ModemUnderTest modem;
  modem.allocate("WDS");
  CHECK(modem.modem().drop_calls(1003, modem.now()).empty());
}

TEST_CASE("call: the status a fresh client gets is that of any call of its family") {
  ModemUnderTest modem(quick());
  modem.start_call(modem.allocate("WDS"));
  const std::uint8_t fresh = modem.allocate("WDS");
  CHECK(modem.connection_status(fresh) == kConnected);
  modem.ask("WDS Set IP Family", fresh, {{"preference", IpFamily::IPv6}});
  CHECK(modem.connection_status(fresh) == kDisconnected);
}

TEST_CASE("call: the status can be each client's own, and so are the indications then") {
  Profile profile = quick();
  profile.settings.call.status_per_client = true;
  ModemUnderTest modem(profile);
  const std::uint8_t owner = modem.allocate("WDS");
  const std::uint8_t fresh = modem.allocate("WDS");
  const Messages said = modem.send("WDS Start Network", owner);
  REQUIRE(said.size() == 2);
  CHECK(said[1].header.client == owner);
  CHECK(modem.connection_status(owner) == kConnected);
  CHECK(modem.connection_status(fresh) == kDisconnected);
  CHECK(modem.error("WDS Get Current Settings", fresh) == ErrorCode::OutOfCall);
}

TEST_CASE("call: others hear of a family's first call coming and last call going only") {
  ModemUnderTest modem(quick());
  const std::uint8_t first = modem.allocate("WDS");
  const std::uint8_t second = modem.allocate("WDS");
  const std::uint8_t listener = modem.allocate("WDS");
  const auto heard_by = [](const Messages& said, std::uint8_t client) {
    return std::count_if(said.begin(), said.end(), [&](const Message& message) {
      return message.header.kind == MessageKind::indication && message.header.client == client;
    });
  };
  CHECK(heard_by(modem.send("WDS Start Network", first), listener) == 1);
  const Messages again = modem.send("WDS Start Network", second);
  CHECK(heard_by(again, second) == 1);
  CHECK(heard_by(again, listener) == 0);
  CHECK(heard_by(modem.send("WDS Reset", first), listener) == 0);
  CHECK(heard_by(modem.send("WDS Reset", second), listener) == 1);
}

TEST_CASE("call: more calls than the modem has room for fail with insufficient resources") {
  ModemUnderTest modem(quick());
  for (int i = 0; i < 8; ++i) modem.start_call(modem.allocate("WDS"));
  check_failed(modem.ask("WDS Start Network", modem.allocate("WDS")), 1005);
  CHECK(modem.modem().running_calls().size() == 8);
}

TEST_CASE("call: no more than 64 starts wait at once") {
  Profile profile = healthy();
  profile.settings.client_ids.limit = 200;
  ModemUnderTest modem(profile);
  for (int i = 0; i < 64; ++i) CHECK(modem.send("WDS Start Network", modem.allocate("WDS")).empty());
  CHECK(modem.error("WDS Start Network", modem.allocate("WDS")) == ErrorCode::InsufficientResources);
}

TEST_CASE("call: connecting and ending are milestones") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.forget_happenings();
  modem.start_call(wds);
  CHECK(modem.modem().take_happenings() == std::vector{Happening::call_connected});
  modem.release("WDS", wds);
  CHECK(modem.modem().take_happenings() == std::vector{Happening::call_ended});
  CHECK(modem.modem().take_happenings().empty());
}

TEST_CASE("call: the balance lists every call still up") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint32_t handle = modem.start_call(wds);
  const auto calls = modem.modem().running_calls();
  REQUIRE(calls.size() == 1);
  CHECK(calls.front().client == wds);
  CHECK(calls.front().handle == handle);
  CHECK(calls.front().ip_family == 4);
}

}  // namespace modembench::modem::test
