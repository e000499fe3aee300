#include <catch2/catch.hpp>

#include "emulator/qmi/messages/wds.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

constexpr const char* kReport = "WDS Set Event Report";

Value every(std::uint8_t seconds, std::uint32_t mask) {
  return Struct{{"interval seconds", seconds}, {"indicators", mask}};
}

}  // namespace

TEST_CASE("report: what ModemManager asks for succeeds, and a call that comes up is reported") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.error(kReport, wds,
                    {{"channel rate", 1U},
                     {"data bearer technology", 1U},
                     {"dormancy status", 1U},
                     {"mip status", 1U},
                     {"current data bearer technology", 1U},
                     {"data call status", 1U},
                     {"preferred data system", 1U},
                     {"evdo pm change", 1U},
                     {"data systems", 1U},
                     {"uplink flow control", 1U},
                     {"limited data system status", 1U},
                     {"extended data bearer technology", 1U}}) == ErrorCode::None);
  const Messages said = modem.send("WDS Start Network", wds);
  REQUIRE(said.size() == 3);
  CHECK(said[0].header.kind == MessageKind::response);
  CHECK(said[1].header.message == qmi::wds::get_packet_service_status::id);
  const Message& report = said[2];
  CHECK(report.header.message == qmi::wds::set_event_report::id);
  CHECK(report.header.client == wds);
  CHECK(part(report, "channel rates", "tx rate bps").number() == 384'000);
  CHECK(part(report, "channel rates", "rx rate bps").number() == 14'400'000);
  CHECK(part(report, "data bearer technology").number() == 7);
  CHECK(part(report, "dormancy status").number() == 2);
  CHECK(part(report, "current data bearer technology", "rat mask").number() == 5);
  CHECK(report.tlvs.size() == 4);
}

TEST_CASE("report: the end of the call takes bearer and rates away") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  modem.ask(kReport, wds, {{"channel rate", 1U}, {"data bearer technology", 1U}, {"dormancy status", 1U}});
  const Messages said = indications(modem.modem().drop_calls(1003, modem.now()), kReport);
  REQUIRE(said.size() == 1);
  CHECK(part(said[0], "channel rates", "rx rate bps").number() == 0);
  CHECK(part(said[0], "data bearer technology") == Value(std::int8_t{-1}));
  CHECK_FALSE(has(said[0], "dormancy status"));
}

TEST_CASE("report: dormancy is told to those who asked and see the call, at once and once") {
  ModemUnderTest modem(quick());
  const std::uint8_t owner = modem.allocate("WDS");
  const std::uint8_t sees_it = modem.allocate("WDS");
  const std::uint8_t bearer_only = modem.allocate("WDS");
  const std::uint8_t six = modem.allocate("WDS");
  const std::uint32_t handle = modem.start_call(owner);
  modem.ask("WDS Set IP Family", six, {{"preference", 6U}});
  modem.ask(kReport, sees_it, {{"dormancy status", 1U}});
  modem.ask(kReport, bearer_only, {{"data bearer technology", 1U}});
  modem.ask(kReport, six, {{"dormancy status", 1U}});
  const Messages said = indications(modem.send("WDS Go Dormant", owner), kReport);
  REQUIRE(said.size() == 1);
  CHECK(said[0].header.client == sees_it);
  CHECK(part(said[0], "dormancy status").number() == 1);
  const Messages woken = modem.modem().count_traffic(handle, Traffic{}, modem.now());
  REQUIRE(woken.size() == 1);
  CHECK(part(woken[0], "dormancy status").number() == 2);
  CHECK(modem.pass(10s).empty());
}

TEST_CASE("report: what was already so when it was asked for is no change") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  CHECK(modem.send(kReport, wds, {{"dormancy status", 1U}, {"channel rate", 1U}}).size() == 1);
  CHECK(modem.pass(10s).empty());
}

TEST_CASE("report: statistics come every so often, with what the mask asks for") {
  ModemUnderTest modem(busy());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  modem.pass(500ms);
  CHECK(modem.send(kReport, wds, {{"transfer statistics", every(2, 0xC1)}}).size() == 1);
  CHECK(modem.pass(1999ms).empty());
  const Messages first = modem.pass(1ms);
  REQUIRE(first.size() == 1);
  CHECK(part(first[0], "tx bytes ok").number() == 25'000);
  CHECK(part(first[0], "rx bytes ok").number() == 312'500);
  CHECK(part(first[0], "tx packets ok").number() == 17);
  CHECK(first[0].tlvs.size() == 3);
  CHECK(modem.pass(10s).size() == 5);
  CHECK(modem.jump(4s).size() == 2);
}

TEST_CASE("report: statistics wait for a call, and each client has its own interval") {
  ModemUnderTest modem(busy());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint8_t other = modem.allocate("WDS");
  modem.ask(kReport, wds, {{"transfer statistics", every(1, 0x40)}});
  modem.ask(kReport, other, {{"transfer statistics", every(3, 0x40)}});
  CHECK(modem.pass(6s).empty());
  modem.start_call(wds);
  CHECK(modem.pass(6s).size() == 8);
  CHECK(part(modem.ask("WDS Get Packet Statistics", wds, {{"mask", 0x40U}}), "tx bytes ok").number() == 60'000);
}

TEST_CASE("report: it ends by 0, by a mask of nothing, by Reset and by the client's release") {
  ModemUnderTest modem(busy());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint8_t owner = modem.allocate("WDS");
  modem.start_call(owner);
  modem.ask(kReport, wds, {{"transfer statistics", every(1, 0x40)}, {"dormancy status", 1U}});
  CHECK(modem.pass(2s).size() == 2);
  SECTION("0") { modem.ask(kReport, wds, {{"transfer statistics", every(0, 0x40)}, {"dormancy status", 0U}}); }
  SECTION("no mask") { modem.ask(kReport, wds, {{"transfer statistics", every(1, 0)}, {"dormancy status", 0U}}); }
  SECTION("Reset") { modem.ask("WDS Reset", wds); }
  SECTION("release") { modem.release("WDS", wds); }
  SECTION("power") {
    modem.modem().power_on(modem.now());
    CHECK_FALSE(modem.modem().next_deadline().has_value());
    return;
  }
  CHECK(modem.pass(5s).empty());
  CHECK(indications(modem.send("WDS Go Dormant", owner), kReport).empty());
  CHECK_FALSE(modem.modem().next_deadline().has_value());
}

TEST_CASE("report: what a request doesn't name stays as it was") {
  ModemUnderTest modem(busy());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  modem.ask(kReport, wds, {{"transfer statistics", every(1, 0x40)}});
  modem.ask(kReport, wds, {{"dormancy status", 1U}});
  CHECK(modem.pass(2s).size() == 2);
  modem.ask(kReport, wds, {{"transfer statistics", every(0, 0)}});
  CHECK(indications(modem.send("WDS Go Dormant", wds), kReport).size() == 1);
}

}  // namespace modembench::modem::test
