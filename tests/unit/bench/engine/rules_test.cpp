#include <catch2/catch.hpp>

#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/messages/voice.hpp"
#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;
using Kind = sc::Output::Kind;

TEST_CASE("a dropped request has no answer and no effect", "[scenario]") {
  Bench bench("when: [{on: CTL Allocate CID, do: {drop: true}}]\n");
  bench.send(Bench::allocate(kWds, 1));
  CHECK(bench.take_messages().empty());
  CHECK(bench.modem().modem().held_client_ids().empty());
}

TEST_CASE("a scripted error has its TLVs and no effect", "[scenario]") {
  Bench bench(
      "when: [{on: WDS Start Network, do: {error: CallFailed, with: {call end reason: GsmWcdmaUnknownApn}}}]\n");
  const auto wds = bench.client_id(kWds);
  bench.send(Bench::start_network(wds, 1, "internet"));
  const auto answers = bench.take_messages();
  REQUIRE(answers.size() == 1);
  CHECK(error_of(answers[0].second) == 14);
  CHECK(answers[0].second.find("call end reason")->number() == 1013);
  bench.go_to(10s);
  CHECK(bench.modem().modem().running_calls().empty());
}

TEST_CASE("a scripted answer stands in the modem's place, raw TLVs too", "[scenario]") {
  Bench bench("when: [{on: DMS Get Model, do: {answer: {model: MC7700, raw: {0x42: \"01 02\"}}}}]\n");
  const auto dms = bench.client_id(qmi::dms::service);
  bench.send(Bench::request(qmi::dms::service, dms, 1, qmi::dms::get_model::id));
  const auto answers = bench.take_messages();
  REQUIRE(answers.size() == 1);
  CHECK(error_of(answers[0].second) == 0);
  CHECK(answers[0].second.find("model")->text() == "MC7700");
  CHECK(*answers[0].second.find(0x42) == qmi::Value(qmi::Bytes{1, 2}));
}

TEST_CASE("a message of which only the name is known can be waited for and answered", "[scenario]") {
  Bench bench("when: [{on: VOICE Dial Call, where: {raw: {0x01: \"31\"}}, do: {answer: {raw: {0x10: \"07\"}}}}]\n");
  const auto voice = bench.client_id(qmi::voice::service);
  auto call = Bench::request(qmi::voice::service, voice, 1, qmi::voice::dial_call::id);
  bench.send(call);
  auto answers = bench.take_messages();
  REQUIRE(answers.size() == 1);
  CHECK(error_of(answers[0].second) == 71);
  call.set(0x01, qmi::Bytes{0x31});
  bench.send(call);
  answers = bench.take_messages();
  REQUIRE(answers.size() == 1);
  CHECK(error_of(answers[0].second) == 0);
  CHECK(*answers[0].second.find(0x10) == qmi::Value(qmi::Bytes{7}));
}

TEST_CASE("a delayed answer comes later, and others overtake it", "[scenario]") {
  Bench bench("when: [{on: CTL Get Version Info, do: {delay: 2s}}]\n");
  bench.send(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::get_version_info::id));
  bench.send(Bench::request(qmi::ctl::service, 0, 2, qmi::ctl::sync::id));
  auto answers = bench.take_messages();
  REQUIRE(answers.size() == 1);
  CHECK(answers[0].second.header.transaction == 2);
  bench.go_to(1999ms);
  CHECK(bench.take_messages().empty());
  CHECK(bench.modem().next_deadline() == modembench::Instant(2s));
  bench.go_to(2s);
  answers = bench.take_messages();
  REQUIRE(answers.size() == 1);
  CHECK(answers[0].second.header.transaction == 1);
}

TEST_CASE("answers that are delayed alike keep their order", "[scenario]") {
  Bench bench("when: [{on: CTL Get Version Info, do: {delay: 2s}}]\n");
  for (std::uint16_t i = 1; i <= 5; ++i) {
    bench.send(Bench::request(qmi::ctl::service, 0, i, qmi::ctl::get_version_info::id));
  }
  bench.go_to(2s);
  const auto answers = bench.take_messages();
  REQUIRE(answers.size() == 5);
  for (std::uint16_t i = 0; i < 5; ++i) CHECK(answers[i].second.header.transaction == i + 1);
}

TEST_CASE("what a request causes comes after its delayed answer", "[scenario]") {
  Bench bench("when: [{on: WDS Start Network, do: {delay: 2s}}]\n");
  const auto wds = bench.client_id(kWds);
  bench.send(Bench::start_network(wds, 1, "internet"));
  bench.go_to(2299ms);
  CHECK(bench.take_messages().empty());
  bench.go_to(10s);
  const auto messages = bench.take_messages();
  REQUIRE(messages.size() >= 1);
  CHECK(messages[0].second.header.kind == qmi::MessageKind::response);
  CHECK(error_of(messages[0].second) == 0);
}

TEST_CASE("delay and error combine", "[scenario]") {
  Bench bench("when: [{on: CTL Sync, do: {delay: 2s, error: Internal}}]\n");
  bench.send(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::sync::id));
  CHECK(bench.take_messages().empty());
  bench.go_to(2s);
  const auto answers = bench.take_messages();
  REQUIRE(answers.size() == 1);
  CHECK(error_of(answers[0].second) == 3);
}

TEST_CASE("a delayed answer doesn't reach whoever opens the port next", "[scenario]") {
  Bench bench("when: [{on: CTL Sync, do: {delay: 2s}}]\n");
  bench.open();
  bench.send(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::sync::id));
  bench.close();
  bench.open();
  bench.go_to(3s);
  CHECK(bench.take_messages().empty());
  CHECK(bench.trace().events().back().text == "the answer to CTL Sync is lost: who asked has closed the port");
}

TEST_CASE("the first matching rule wins", "[scenario]") {
  Bench bench(R"(when:
  - {on: CTL Sync, do: {error: Internal}}
  - {on: CTL Sync, do: {error: NoMemory}}
)");
  bench.send(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::sync::id));
  CHECK(error_of(bench.take_messages().at(0).second) == 3);
}

TEST_CASE("nth and times count the requests that match", "[scenario]") {
  Bench bench("when: [{on: CTL Sync, nth: 2, times: 2, do: {error: Internal}}]\n");
  std::vector<std::uint16_t> errors;
  for (std::uint16_t i = 1; i <= 5; ++i) {
    bench.send(Bench::request(qmi::ctl::service, 0, i, qmi::ctl::sync::id));
    errors.push_back(error_of(bench.take_messages().at(0).second));
  }
  CHECK(errors == std::vector<std::uint16_t>{0, 3, 3, 0, 0});
}

TEST_CASE("a rule that has done its times leaves requests to the next one", "[scenario]") {
  Bench bench(R"(when:
  - {on: CTL Sync, times: 1, do: {error: Internal}}
  - {on: CTL Sync, nth: 3, do: {error: NoMemory}}
)");
  std::vector<std::uint16_t> errors;
  for (std::uint16_t i = 1; i <= 4; ++i) {
    bench.send(Bench::request(qmi::ctl::service, 0, i, qmi::ctl::sync::id));
    errors.push_back(error_of(bench.take_messages().at(0).second));
  }
  CHECK(errors == std::vector<std::uint16_t>{3, 0, 2, 2});
}

TEST_CASE("a rule's where holds for the TLVs it names", "[scenario]") {
  Bench bench("when: [{on: WDS Start Network, where: {apn: blocked}, do: {error: CallFailed}}]\n");
  const auto wds = bench.client_id(kWds);
  bench.send(Bench::start_network(wds, 1, "internet"));
  CHECK(bench.take_messages().empty());  // the modem takes its 300 ms
  bench.send(Bench::start_network(wds, 2, "blocked"));
  const auto answers = bench.take_messages();
  REQUIRE(answers.size() == 1);
  CHECK(error_of(answers[0].second) == 14);
}

TEST_CASE("where compares single members of structures, and raw bytes", "[scenario]") {
  Bench bench(R"(when:
  - {on: CTL Release CID, where: {release info: {service: DMS}}, do: {error: Internal}}
  - {on: CTL Allocate CID, where: {raw: {0x01: "03"}}, do: {error: NoMemory}}
)");
  const auto dms = bench.client_id(qmi::dms::service);
  auto release = Bench::request(qmi::ctl::service, 0, 9, qmi::ctl::release_cid::id);
  release.set(qmi::ctl::release_cid::request::release_info,
              qmi::Struct{{"service", std::uint8_t{qmi::dms::service}}, {"cid", dms}});
  bench.send(release);
  CHECK(error_of(bench.take_messages().at(0).second) == 3);
  bench.send(Bench::allocate(qmi::nas::service, 10));
  CHECK(error_of(bench.take_messages().at(0).second) == 2);
}

TEST_CASE("a request can unregister the port it came by; it is done, and its answer is lost", "[scenario]") {
  Bench bench("when: [{on: CTL Allocate CID, do: {unregister: qmi}}]\n");
  bench.open();
  static_cast<void>(bench.take_outputs());
  auto bytes = Bench::frame(Bench::allocate(kWds, 1));
  const auto more = Bench::frame(Bench::request(qmi::ctl::service, 0, 2, qmi::ctl::sync::id));
  bytes.insert(bytes.end(), more.begin(), more.end());
  bench.bytes(bytes);
  CHECK(whats(bench.take_outputs()) == std::vector{Kind::unregister_port});
  CHECK(bench.modem().modem().held_client_ids().size() == 1);
}
