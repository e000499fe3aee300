#include <catch2/catch.hpp>

#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;
using Kind = sc::Output::Kind;

namespace {

std::vector<qmi::Message> messages_of(Bench& bench) {
  std::vector<qmi::Message> all;
  for (auto& [connection, message] : bench.take_messages()) all.push_back(std::move(message));
  return all;
}

bool is_sync_indication(const qmi::Message& message) {
  return message.header.kind == qmi::MessageKind::indication && message.header.service == qmi::ctl::service &&
         message.header.message == qmi::ctl::sync::id;
}

}  // namespace

TEST_CASE("unplug: every port goes, and with the modem its client ids; it comes again as after power-on",
          "[scenario]") {
  Bench bench("when: [{at: 2s, do: {unplug: {for: 3s}}}]\n");
  static_cast<void>(bench.client_id(kDms));
  static_cast<void>(bench.take_outputs());
  bench.go_to(2s);
  CHECK(whats(bench.take_outputs()) == std::vector(4, Kind::unregister_port));
  CHECK(bench.modem().modem().held_client_ids().empty());
  CHECK_FALSE(bench.modem().modem().powered());
  bench.go_to(5s);
  CHECK(whats(bench.take_outputs()) == std::vector(4, Kind::register_port));
  CHECK(bench.client_id(kDms) != 0);
}

TEST_CASE("unplug: what was to be answered is lost, and the call is gone", "[scenario]") {
  Bench bench(
      "when: [{on: WDS Start Network, do: {delay: 5s}}, {at: 2s, do: {unplug: true}}, {at: 4s, do: {replug: true}}]\n");
  const auto wds = bench.client_id(kWds);
  bench.send(Bench::start_network(wds, 1, "internet"));
  bench.go_to(60s);
  CHECK(bench.take_messages().empty());
  CHECK(bench.modem().modem().running_calls().empty());
}

TEST_CASE("reboot: client ids are gone, the node stays, and a Sync indication says so or not", "[scenario]") {
  for (const bool says : {true, false}) {
    Bench bench(std::string("when: [{at: 2s, do: {reboot: {silent for: 3s, sync indication: ") +
                (says ? "true" : "false") + "}}}]\n");
    const auto dms = bench.client_id(kDms);
    bench.go_to(2s);
    CHECK(bench.modem().modem().held_client_ids().empty());
    bench.send(Bench::request(kDms, dms, 1, qmi::dms::get_model::id));
    bench.go_to(4999ms);
    CHECK(bench.take_messages().empty());
    bench.go_to(5s);
    const auto said = messages_of(bench);
    CHECK((said.size() == 1 && is_sync_indication(said[0])) == says);
    bench.send(Bench::request(kDms, dms, 2, qmi::dms::get_model::id));
    CHECK(error_of(messages_of(bench).at(0)) == static_cast<std::uint16_t>(qmi::ErrorCode::InvalidClientId));
  }
}

TEST_CASE("set: calls get another address while they are up, and who they concern is told", "[scenario]") {
  Bench bench("when: [{at: 5s, do: {set: {call: {ipv4: {address: 10.99.0.7}}}}}]\n");
  const auto wds = bench.client_id(kWds);
  bench.send(Bench::start_network(wds, 1, "internet"));
  bench.go_to(4s);
  static_cast<void>(bench.take_outputs());
  bench.go_to(5s);
  const auto said = messages_of(bench);
  REQUIRE(said.size() == 1);
  const auto* status = said[0].find("connection status");
  REQUIRE(status != nullptr);
  CHECK(status->member("reconfiguration required")->number() == 1);
  bench.send(Bench::request(kWds, wds, 2, qmi::wds::get_current_settings::id));
  CHECK(messages_of(bench).at(0).find("ipv4 address")->text() == "10.99.0.7");
}

TEST_CASE("set: the SIM is pulled and put in again", "[scenario]") {
  Bench bench(
      "when: [{at: 5s, do: {set: {sim: {state: absent}}}}, {at: 8s, do: {set: {sim: {state: ready, ready after: "
      "1s}}}}]\n");
  const auto dms = bench.client_id(kDms);
  std::uint16_t transaction = 0;
  const auto error = [&] {
    static_cast<void>(bench.take_outputs());
    bench.send(Bench::request(kDms, dms, ++transaction, qmi::dms::uim_get_imsi::id));
    return error_of(messages_of(bench).at(0));
  };
  CHECK(error() == 0);
  bench.go_to(5s);
  CHECK(error() != 0);
  CHECK(bench.trace_text().find("network lost") != std::string::npos);
  bench.go_to(8500ms);
  CHECK(error() != 0);
  bench.go_to(9s);
  CHECK(error() == 0);
}

TEST_CASE("set: client ids run out from now on", "[scenario]") {
  Bench bench("when: [{at: 1s, do: {set: {client ids: {limit: 1}}}}]\n");
  static_cast<void>(bench.client_id(kDms));
  bench.go_to(1s);
  bench.send(Bench::allocate(kWds, 2));
  CHECK(error_of(messages_of(bench).at(0)) == 5);
}
