#include <catch2/catch.hpp>

#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

std::vector<std::uint64_t> ids(ModemUnderTest& modem, std::uint8_t wds) {
  std::vector<std::uint64_t> found;
  const Value list = part(modem.ask("WDS Get Call List", wds, {{"list type", 1U}}), "id list");
  for (const Value& id : list.list()) {
    found.push_back(id.number());
  }
  return found;
}

void call_once(ModemUnderTest& modem, std::uint8_t wds) {
  modem.start_call(wds);
  modem.pass(1s);
  modem.ask("WDS Stop Network", wds, {{"packet data handle", 0xFFFFFFFFU}});
}

}  // namespace

TEST_CASE("history: every call that is over is in the list, with what it was") {
  Profile profile = quick();
  profile.settings.call.traffic = {80'000, 1'000'000};
  ModemUnderTest modem(profile);
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(part(modem.ask("WDS Get Call List", wds), "full list").list().empty());
  modem.pass(2s);
  modem.start_call(wds);
  CHECK(ids(modem, wds).empty());
  modem.pass(1s);
  modem.ask("WDS Go Dormant", wds);
  modem.pass(1s);
  static_cast<void>(modem.modem().drop_calls(1003, modem.now()));
  const Message list = modem.ask("WDS Get Call List", wds);
  REQUIRE(part(list, "full list").list().size() == 1);
  const Value record = part(list, "full list").list().front();
  CHECK(record.member("id")->number() == 1);
  CHECK(record.member("data bearer")->number() == 7);
  CHECK(record.member("timestamp")->number() == 2000);
  CHECK(record.member("ipv4 address")->text() == "192.0.2.10");
  CHECK(record.member("total duration")->number() == 2000);
  CHECK(record.member("active duration")->number() == 1000);
  CHECK(record.member("tx bytes ok")->number() == 10'000);
  CHECK(record.member("rx bytes ok")->number() == 125'000);
  CHECK(record.member("call end reason")->number() == 1003);
  CHECK(part(modem.ask("WDS Get Call Record", wds, {{"id", 1U}}), "record") == record);
}

TEST_CASE("history: it keeps the last ones, as many as it says") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint64_t most = part(modem.ask("WDS Get Call List Max Size", wds), "maximum").number();
  for (std::uint64_t i = 0; i < most + 2; ++i) call_once(modem, wds);
  const auto left = ids(modem, wds);
  REQUIRE(left.size() == most);
  CHECK(left.front() == 3);
  CHECK(left.back() == most + 2);
  CHECK(modem.error("WDS Get Call Record", wds, {{"id", 2U}}) == ErrorCode::NoEntry);
}

TEST_CASE("history: cleared it is empty, though the last call is still known") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  call_once(modem, wds);
  CHECK(modem.error("WDS Clear Call List", wds) == ErrorCode::None);
  CHECK(ids(modem, wds).empty());
  CHECK(modem.error("WDS Get Call Record", wds, {{"id", 1U}}) == ErrorCode::NoEntry);
  CHECK(has(modem.ask("WDS Get Data Bearer Technology", wds), "last"));
  call_once(modem, wds);
  CHECK(ids(modem, wds) == std::vector<std::uint64_t>{2});
}

TEST_CASE("history: a kind of list that doesn't exist, and a record without a number, are refused") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.error("WDS Get Call List", wds, {{"list type", 2U}}) == ErrorCode::InvalidArgument);
  CHECK(modem.error("WDS Get Call Record", wds) == ErrorCode::MissingArgument);
}

}  // namespace modembench::modem::test
