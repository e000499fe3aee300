#include <catch2/catch.hpp>

#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;
using Kind = sc::Output::Kind;

namespace {

qmi::Message sync(std::uint16_t transaction) {
  return Bench::request(qmi::ctl::service, 0, transaction, qmi::ctl::sync::id);
}

bool unregisters(Bench& bench) {
  for (const auto& output : bench.take_outputs()) {
    if (output.kind == Kind::unregister_port) return true;
  }
  return false;
}

/// The errors of the answers to so many CTL Sync, one every second.
std::vector<std::uint16_t> errors_of_syncs(Bench& bench, std::uint16_t count) {
  std::vector<std::uint16_t> errors;
  for (std::uint16_t i = 1; i <= count; ++i) {
    bench.send(sync(i));
    errors.push_back(error_of(bench.take_messages().at(0).second));
    bench.go_to(bench.now() + 1s);
  }
  return errors;
}

using Errors = std::vector<std::uint16_t>;

}  // namespace

TEST_CASE("trigger: any request, and any of a service", "[scenario]") {
  Bench all("when: [{on: any request, do: {error: Internal}}]\n");
  all.send(Bench::allocate(kDms, 1));
  CHECK(error_of(all.take_messages().at(0).second) == 3);

  Bench dms_only("when: [{on: any DMS request, do: {error: Internal}}]\n");
  const auto dms = dms_only.client_id(kDms);
  dms_only.send(Bench::request(kDms, dms, 1, qmi::dms::get_model::id));
  CHECK(error_of(dms_only.take_messages().at(0).second) == 3);
}

TEST_CASE("trigger: some time after a request", "[scenario]") {
  Bench bench("when: [{at: 2s after CTL Sync, do: {unregister: qmi}}]\n");
  bench.go_to(1s);
  bench.send(sync(1));
  CHECK(error_of(bench.take_messages().at(0).second) == 0);
  bench.go_to(2999ms);
  CHECK_FALSE(unregisters(bench));
  bench.go_to(3s);
  CHECK(unregisters(bench));
}

TEST_CASE("trigger: a line of the client's output, and a port that is opened or closed", "[scenario]") {
  Bench says("when: [{on: {says: \"^ready\"}, nth: 2, do: {unregister: qmi}}]\n");
  says.client_says("ready");
  says.client_says("already");
  CHECK_FALSE(unregisters(says));
  says.client_says("ready again");
  CHECK(unregisters(says));

  Bench opened("when: [{on: {port: ttyUSB1, is: opened}, do: {unregister: qmi}}]\n");
  opened.open(0, mb::tty_usb(0));
  CHECK_FALSE(unregisters(opened));
  opened.open(0, mb::tty_usb(1));
  CHECK(unregisters(opened));

  Bench closed("when: [{on: {port: qmi, is: closed}, after: 1s, do: {unregister: ttyUSB0}}]\n");
  closed.open();
  closed.close();
  CHECK_FALSE(unregisters(closed));
  closed.go_to(1s);
  CHECK(unregisters(closed));
}

TEST_CASE("trigger: again and again while armed, so many times", "[scenario]") {
  Bench bench("when: [{every: 10ms, from: 1s after start, times: 5, do: {indicate: CTL Sync}}]\n");
  bench.open();
  bench.go_to(1s);
  CHECK(bench.take_messages().empty());
  bench.go_to(1030ms);
  CHECK(bench.take_messages().size() == 3);
  bench.go_to(60s);
  CHECK(bench.take_messages().size() == 2);
}

TEST_CASE("trigger: a flood ends where its time ends, and begins again with it", "[scenario]") {
  Bench bench("when: [{every: 10ms, from: port opened, until: 100ms after port opened, do: {indicate: CTL Sync}}]\n");
  for (int i = 0; i < 2; ++i) {
    bench.open();
    bench.go_to(bench.now() + 10s);
    CHECK(bench.take_messages().size() == 9);
    bench.close();
  }
}

TEST_CASE("arming: a rule is met between its times only", "[scenario]") {
  Bench bench("when: [{on: CTL Sync, from: 2s after registered, until: 4s after registered, do: {error: Internal}}]\n");
  CHECK(errors_of_syncs(bench, 6) == Errors{0, 0, 3, 3, 0, 0});
}

TEST_CASE("arming: one rule arms another, and disarms it", "[scenario]") {
  Bench bench(R"(when:
  - {name: deaf, armed: false, on: CTL Sync, do: {error: Internal}}
  - {at: 1s, do: {arm: deaf}}
  - {at: 3s, do: {disarm: deaf}}
)");
  CHECK(errors_of_syncs(bench, 5) == Errors{0, 3, 3, 0, 0});
}

TEST_CASE("arming: what a rule would do later is not done if it was disarmed", "[scenario]") {
  Bench bench("when: [{name: gone, at: 3s, do: {unregister: qmi}}, {at: 2s, do: {disarm: gone}}]\n");
  bench.go_to(10s);
  CHECK_FALSE(unregisters(bench));
}

TEST_CASE("chance: what is drawn is the same for the same seed, and another for another", "[scenario]") {
  const auto errors = [](const std::string& seed) {
    Bench bench("seed: " + seed + "\nwhen: [{on: CTL Sync, chance: 50%, do: {error: Internal}}]\n");
    return errors_of_syncs(bench, 40);
  };
  const auto first = errors("1");
  CHECK(first == errors("1"));
  CHECK(first != errors("2"));
  const auto failed = std::count(first.begin(), first.end(), 3);
  CHECK(failed > 10);
  CHECK(failed < 30);
}

TEST_CASE("a time can be drawn", "[scenario]") {
  Bench bench("when: [{on: CTL Sync, do: {delay: 1s..2s}}]\n");
  bench.open();
  bench.send(sync(1));
  bench.go_to(999ms);
  CHECK(bench.take_messages().empty());
  bench.go_to(2s);
  CHECK(bench.take_messages().size() == 1);
}

TEST_CASE("captured: a rule keeps what a request says, and another uses it", "[scenario]") {
  Bench bench(R"(when:
  - {on: WDS Start Network, times: 1, capture: {first: apn}, do: {error: Internal}}
  - {on: WDS Start Network, where: {apn: $first}, do: {error: NoMemory}}
)");
  const auto wds = bench.client_id(kWds);
  std::uint16_t transaction = 0;
  const auto error = [&](const char* apn) {
    bench.send(Bench::start_network(wds, ++transaction, apn));
    bench.go_to(bench.now() + 1s);
    return error_of(bench.take_messages().at(0).second);
  };
  CHECK(error("one") == 3);
  CHECK(error("two") == 0);
  CHECK(error("one") == 2);
}

TEST_CASE("captured: an answer gives back what was captured, a member too", "[scenario]") {
  Bench bench(R"(when:
  - {on: {answer: CTL Allocate CID}, capture: {given: allocation info.cid}, do: {disarm: none}}
  - {on: DMS Get Model, do: {change: {model: $missing}}}
  - {name: none, armed: false, on: {indication: NAS Serving System}, capture: {missing: serving system.registration state}, do: {drop: true}}
  - {on: DMS Get Power State, do: {answer: {info: {power state flags: 0, battery level: 7}}}}
)");
  const auto dms = bench.client_id(kDms);
  bench.send(Bench::request(kDms, dms, 1, qmi::dms::get_model::id));
  // What was never captured leaves the TLV as the modem says it.
  CHECK(bench.take_messages().at(0).second.find("model")->text() == "Sierra Wireless MC8355 - Gobi 3000(TM) Module");
}

TEST_CASE("indicate: a message that the modem wouldn't have sent, to those who hear it", "[scenario]") {
  Bench bench(
      "when: [{on: CTL Sync, do: {indicate: {message: NAS Serving System, with: {raw: {0x99: \"01\"}}}}}]\n"
      "set: {client ids: {sync: keeps}}\n");
  const auto nas = bench.client_id(kNas);
  bench.send(sync(7));
  const auto messages = bench.take_messages();
  REQUIRE(messages.size() == 2);
  // What a rule does to the modem comes before the answer to the request that it is about.
  CHECK(messages[0].second.header.kind == qmi::MessageKind::indication);
  CHECK(messages[0].second.header.client == 0xFF);
  CHECK(*messages[0].second.find(0x99) == qmi::Value(qmi::Bytes{1}));
  CHECK(messages[1].second.header.transaction == 7);
  static_cast<void>(nas);
}

TEST_CASE("send: bytes to whoever has the port open", "[scenario]") {
  Bench bench("when: [{at: 1s, do: {send: \"de ad\"}}]\n");
  bench.open();
  bench.go_to(1s);
  const auto outputs = bench.take_outputs();
  REQUIRE(outputs.back().kind == Kind::send);
  CHECK(outputs.back().bytes == qmi::Bytes{0xde, 0xad});
  CHECK(bench.trace_text().find("<- bytes [de ad]") != std::string::npos);
}

TEST_CASE("hang up: whoever has a port open is hung up, and may come again", "[scenario]") {
  Bench bench("when: [{at: 1s, do: {hang up: qmi}}, {at: 2s, do: {hang up: ttyUSB1}}]\n");
  bench.open();
  bench.open(0, mb::tty_usb(1));
  static_cast<void>(bench.take_outputs());
  bench.go_to(1s);
  CHECK(whats(bench.take_outputs()) == std::vector{Kind::hang_up});
  bench.go_to(2s);
  CHECK(whats(bench.take_outputs()) == std::vector{Kind::hang_up});
  bench.send(sync(1));
  CHECK(bench.take_messages().size() == 1);
}

TEST_CASE("hang up: a dropped request is hung up on", "[scenario]") {
  Bench bench("when: [{on: CTL Sync, do: {drop: true, hang up: true}}]\n");
  bench.open();
  bench.send(sync(1));
  CHECK(whats(bench.take_outputs()).back() == Kind::hang_up);
  CHECK(bench.take_messages().empty());
}
