#include <catch2/catch.hpp>
#include <set>

#include "tests/unit/modem_under_test.hpp"

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
  profile.client_ids.unique_over_modem = false;
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
  profile.client_ids.limit = 3;
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
  profile.client_ids.limit = 1000;
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

}  // namespace modembench::modem::test
