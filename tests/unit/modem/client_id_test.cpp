#include <catch2/catch.hpp>
#include <set>

#include "emulator/qmi/messages/ctl.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

TEST_CASE("modem: Allocate CID echoes the service and gives an id that works") {
  ModemUnderTest modem;
  const Message response = modem.ask("CTL Allocate CID", 0, {{"service", qmi::dms::service}});
  CHECK(error_of(response) == ErrorCode::None);
  CHECK(part(response, "allocation info", "service").number() == qmi::dms::service);
  const auto client = static_cast<std::uint8_t>(part(response, "allocation info", "cid").number());
  CHECK(modem.error("DMS Get Model", client) == ErrorCode::None);
}

TEST_CASE("modem: client ids are unique over all services") {
  ModemUnderTest modem;
  std::set<std::uint8_t> ids;
  for (const char* service : {"WDS", "DMS", "NAS", "WDS", "DMS", "WMS"}) ids.insert(modem.allocate(service));
  CHECK(ids.size() == 6);
}

TEST_CASE("modem: client ids can be counted by service instead") {
  Profile profile = healthy();
  profile.settings.client_ids.unique_over_modem = false;
  ModemUnderTest modem(profile);
  CHECK(modem.allocate("WDS") == 1);
  CHECK(modem.allocate("NAS") == 1);
  CHECK(modem.allocate("WDS") == 2);
}

TEST_CASE("modem: a client id is of one service only") {
  ModemUnderTest modem;
  const std::uint8_t client = modem.allocate("WDS");
  CHECK(modem.error("DMS Get Model", client) == ErrorCode::InvalidClientId);
}

TEST_CASE("modem: services it doesn't have can't be allocated") {
  ModemUnderTest modem;
  for (const std::uint8_t service : {qmi::wda::service, qmi::uim::service, qmi::ctl::service, std::uint8_t{0x77}}) {
    CHECK(modem.error("CTL Allocate CID", 0, {{"service", service}}) == ErrorCode::InvalidServiceType);
  }
  CHECK(modem.modem().held_client_ids().empty());
}

TEST_CASE("modem: when the limit of client ids is reached the next one is refused, and one released makes room") {
  Profile profile = healthy();
  profile.settings.client_ids.limit = 3;
  ModemUnderTest modem(profile);
  modem.allocate("WDS");
  const std::uint8_t second = modem.allocate("DMS");
  modem.allocate("NAS");
  CHECK(modem.error("CTL Allocate CID", 0, {{"service", qmi::wds::service}}) == ErrorCode::ClientIdsExhausted);
  CHECK(modem.release("DMS", second) == ErrorCode::None);
  CHECK(modem.allocate("WDS") == second);
}

TEST_CASE("modem: 254 client ids are all there are, whatever the limit says") {
  Profile profile = healthy();
  profile.settings.client_ids.limit = 1000;
  ModemUnderTest modem(profile);
  for (int i = 0; i < 254; ++i) modem.allocate(i % 2 == 0 ? "WDS" : "DMS");
  CHECK(modem.error("CTL Allocate CID", 0, {{"service", qmi::wds::service}}) == ErrorCode::ClientIdsExhausted);
}

TEST_CASE("modem: Release CID echoes what it released, and the id is unknown afterwards") {
  ModemUnderTest modem;
  const std::uint8_t client = modem.allocate("DMS");
  const Message response =
      modem.ask("CTL Release CID", 0, {{"release info", Struct{{"service", qmi::dms::service}, {"cid", client}}}});
  CHECK(error_of(response) == ErrorCode::None);
  CHECK(part(response, "release info", "service").number() == qmi::dms::service);
  CHECK(part(response, "release info", "cid").number() == client);
  CHECK(modem.error("DMS Get Model", client) == ErrorCode::InvalidClientId);
}

TEST_CASE("modem: Release CID of an id that nobody holds is answered too") {
  ModemUnderTest modem;
  CHECK(modem.release("WDS", 9) == ErrorCode::InvalidClientId);
}

TEST_CASE("modem: the balance lists every client id still held") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint8_t dms = modem.allocate("DMS");
  modem.release("WDS", wds);
  const auto held = modem.modem().held_client_ids();
  REQUIRE(held.size() == 1);
  CHECK(held.front().service == qmi::dms::service);
  CHECK(held.front().client == dms);
}

TEST_CASE("modem: Sync drops all client ids and calls, and nobody is told") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.allocate("WDS");
  modem.allocate("NAS");
  modem.start_call(wds);
  const Messages said = modem.send("CTL Sync", 0);
  REQUIRE(said.size() == 1);
  CHECK(error_of(said.front()) == ErrorCode::None);
  CHECK(modem.modem().held_client_ids().empty());
  CHECK(modem.modem().running_calls().empty());
  CHECK(modem.error("WDS Get Packet Service Status", wds) == ErrorCode::InvalidClientId);
}

TEST_CASE("modem: ids that go round are not given again before all others were") {
  Profile profile = healthy();
  profile.settings.client_ids.numbering = ClientIdSettings::Numbering::round_robin;
  ModemUnderTest modem(profile);
  const std::uint8_t first = modem.allocate("WDS");
  CHECK(first == 1);
  modem.release("WDS", first);
  const std::uint8_t kept = modem.allocate("DMS");
  CHECK(kept == 2);
  for (int next = 3; next <= 254; ++next) {
    const std::uint8_t id = modem.allocate("WDS");
    CHECK(id == next);
    modem.release("WDS", id);
  }
  CHECK(modem.allocate("WDS") == 1);
  CHECK(modem.allocate("WDS") == 3);
}

TEST_CASE("modem: ids that go round by service don't know of one another") {
  Profile profile = healthy();
  profile.settings.client_ids.numbering = ClientIdSettings::Numbering::round_robin;
  profile.settings.client_ids.unique_over_modem = false;
  ModemUnderTest modem(profile);
  modem.release("WDS", modem.allocate("WDS"));
  CHECK(modem.allocate("WDS") == 2);
  CHECK(modem.allocate("NAS") == 1);
}

TEST_CASE("modem: a Sync can keep the client ids, or be unknown") {
  for (const auto sync : {ClientIdSettings::Sync::keeps, ClientIdSettings::Sync::unknown}) {
    Profile profile = quick();
    profile.settings.client_ids.sync = sync;
    ModemUnderTest modem(profile);
    const std::uint8_t wds = modem.allocate("WDS");
    modem.start_call(wds);
    const bool known = sync == ClientIdSettings::Sync::keeps;
    CHECK(modem.error("CTL Sync", 0) == (known ? ErrorCode::None : ErrorCode::InvalidQmiCommand));
    CHECK(modem.connection_status(wds) == 2);
  }
}

TEST_CASE("modem: an unknown client id and a release are indicated where the modem does that, after the answer") {
  Profile profile = healthy();
  profile.settings.client_ids.invalid_indicated = true;
  profile.settings.client_ids.release_indicated = true;
  ModemUnderTest modem(profile);
  Messages said = modem.send("DMS Get Model", 17);
  REQUIRE(said.size() == 2);
  CHECK(error_of(said[0]) == ErrorCode::InvalidClientId);
  CHECK(part(said[1], "release info", "service").number() == qmi::dms::service);
  CHECK(part(said[1], "release info", "cid").number() == 17);
  CHECK(said[1].header.message == qmi::ctl::invalid_cid::id);

  const std::uint8_t wds = modem.allocate("WDS");
  said = modem.send("CTL Release CID", 0, {{"release info", Struct{{"service", qmi::wds::service}, {"cid", wds}}}});
  REQUIRE(said.size() == 2);
  CHECK(error_of(said[0]) == ErrorCode::None);
  CHECK(said[1].header.message == qmi::ctl::release_cid_indication::id);
  CHECK(part(said[1], "release info", "cid").number() == wds);
  CHECK(modem.release("WDS", wds) == ErrorCode::InvalidClientId);
  CHECK(modem.send("CTL Get Version Info", 5).size() == 1);
}

}  // namespace modembench::modem::test
