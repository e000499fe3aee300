#include "client_under_test/reference/probe.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "tests/unit/client_under_test/reference_support.hpp"

using namespace reference_support;

// The port goes and comes; the client ids are gone, or there are none.

namespace {

/// Everything is gone at 20 s and there again at 40 s.
const std::string kReplugged = R"(deadline: 200s
when:
  - {at: 20s, do: {unregister: qmi}}
  - {at: 40s, do: {register: qmi}}
expect:
  - {client: exits, status: success}
  - {request: WDS Start Network, count: 2}
  - says: "endpoint hangup"
  - balance: clean
)";

}  // namespace

TEST_CASE("a port that goes and comes back is connected anew", "[reference]") {
  Run run(kReplugged, Who::reference, stay(60s));
  INFO(run.to_the_end().text());
  INFO(run.verdict());
  CHECK(run.passed());
  CHECK(run.said("begins anew") == 1);

  Run naive(kReplugged, Who::naive, stay(60s));
  naive.to_the_end();
  CHECK(naive.exit() == nullptr);
  CHECK_FALSE(naive.passed());
}

TEST_CASE("a port that goes while an answer is awaited fails at once", "[reference]") {
  const std::string gone = R"(deadline: 200s
set:
  call: {after: 100s}
when:
  - {at: 10s, do: {unregister: qmi}}
expect:
  - {client: exits, status: failure, within: 11s}
  - says: "endpoint hangup"
)";
  Run run(gone, Who::reference, once());
  INFO(run.to_the_end().text());
  INFO(run.verdict());
  CHECK(run.passed());
}

TEST_CASE("a port that doesn't come back is given up", "[reference]") {
  Run run("deadline: 400s\nwhen:\n  - {at: 20s, do: {unregister: qmi}}\nexpect: [{client: exits, status: failure}]\n",
          Who::reference, stay(60s));
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said("no port qmi within 120s: No such file or directory") == 1);
}

TEST_CASE("a port that goes again and again is given up", "[reference]") {
  std::string rules = "deadline: 4000s\nwhen:\n";
  for (int i = 0; i < 120; ++i) {
    rules += "  - {at: " + std::to_string(10 * i + 2) + "s, do: {unregister: qmi}}\n";
    rules += "  - {at: " + std::to_string(10 * i + 5) + "s, do: {register: qmi}}\n";
  }
  Run run(rules + "set: {call: {after: 100s}}\nexpect: [{client: exits, status: failure}]\n", Who::reference,
          stay(60s));
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said("gave up after 8 beginnings that led to no lasting connection") == 1);
}

TEST_CASE("a port that comes back under another name is found", "[reference]") {
  CHECK(rc::possible_paths("qmi") == std::vector<std::string>{"qmi"});
  const auto paths = rc::possible_paths("/dev/cdc-wdm1");
  REQUIRE(paths.size() == 8);
  CHECK(paths[0] == "/dev/cdc-wdm1");
  CHECK(paths[1] == "/dev/cdc-wdm0");
  CHECK(paths[2] == "/dev/cdc-wdm2");

  auto options = stay(60s);
  options.qmi = "/dev/cdc-wdm0";
  int openings = 0;
  const auto port_of = [&openings](std::string_view path) -> std::optional<mb::PortName> {
    if (path != (openings == 0 ? "/dev/cdc-wdm0" : "/dev/cdc-wdm2")) return std::nullopt;
    ++openings;
    return mb::PortName::qmi;
  };
  Run run(kReplugged, Who::reference, options, {}, port_of);
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said("opened /dev/cdc-wdm2") > 0);
}

TEST_CASE("another modem that has come to the place of ours is left alone", "[reference]") {
  const auto ids = [](const qmi::Message& right) {
    auto other = right;
    other.set(qmi::dms::get_ids::response::imei, "490154203237518");
    return std::vector{other};
  };
  auto options = stay(60s);
  options.qmi = "/dev/cdc-wdm0";
  const auto port_of = [](std::string_view path) -> std::optional<mb::PortName> {
    if (path == "/dev/cdc-wdm0" || path == "/dev/cdc-wdm1") return mb::PortName::qmi;
    return std::nullopt;
  };
  Run run(kReplugged, Who::reference, options, on_response(qmi::dms::service, qmi::dms::get_ids::id, 2, ids), port_of);
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said("another modem: IMEI 490154203237518, ours has 001017000000003") == 1);
  CHECK(run.said("opened /dev/cdc-wdm1") == 1);
}

TEST_CASE("before a modem was met, only the port that was named is opened", "[reference]") {
  auto options = once();
  options.qmi = "/dev/cdc-wdm0";
  const auto other_is_there = [](std::string_view path) -> std::optional<mb::PortName> {
    if (path == "/dev/cdc-wdm1") return mb::PortName::qmi;
    return std::nullopt;
  };
  Run run("expect: [{client: exits, status: failure}]\n", Who::reference, options, {}, other_is_there);
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said("opened") == 0);
}

TEST_CASE("without client ids it says so by name and tries Sync, once", "[reference]") {
  const std::string expect = R"(expect:
  - {client: exits, status: success}
  - {request: CTL Sync, count: 1}
  - says: ClientIdsExhausted
  - balance: clean
)";
  Run run("when:\n  - {on: CTL Allocate CID, times: 1, do: {error: ClientIdsExhausted}}\n" + expect, Who::reference,
          once());
  INFO(run.to_the_end().text());
  INFO(run.verdict());
  CHECK(run.passed());

  Run never("set:\n  client ids: {limit: 2}\nexpect: [{client: exits, status: failure}, {balance: clean}]\n",
            Who::reference, once());
  INFO(never.to_the_end().text());
  CHECK(never.passed());
  CHECK(never.said("no client id of WDS: failed: ClientIdsExhausted (5)") == 3);
  CHECK(never.asked("CTL Sync").size() == 1);

  Run refused("set:\n  client ids: {limit: 2, sync: unknown}\nexpect: [{client: exits, status: failure}]\n",
              Who::reference, once());
  INFO(refused.to_the_end().text());
  CHECK(refused.passed());
  CHECK(refused.said("CTL Sync failed: InvalidQmiCommand (71)") == 1);
}

TEST_CASE("a modem that restarts without leaving the bus is connected anew", "[reference]") {
  const std::string expect = R"(deadline: 200s
expect:
  - {client: exits, status: success}
  - {request: WDS Start Network, count: 2}
  - says: "CTL Sync indication: the modem has begun anew"
  - balance: clean
)";
  const auto sync_indicated = GENERATE(true, false);
  const auto set = sync_indicated ? std::string() : "set:\n  client ids: {sync after restart: false}\n";
  Run run(set + expect, Who::reference, stay(100s));
  auto& bench = run.virtual_run();
  bench.go_to(mb::Instant(30s));
  // Somebody else restarts it, over a connection of their own.
  using scenario_support::Bench;
  auto& modem = bench.modem();
  bench.add(modem.opened(mb::PortName::qmi, 1, mb::Instant(30s)));
  const auto send = [&](const qmi::Message& message) {
    auto outputs = modem.received(mb::PortName::qmi, 1, Bench::frame(message), mb::Instant(30s));
    std::optional<qmi::Message> answer;
    for (const auto& output : outputs) {
      if (output.kind == sc::Output::Kind::send && output.connection == 1) answer = qmi::decode(output.bytes).value();
    }
    bench.add(std::move(outputs));
    REQUIRE(answer);
    return *answer;
  };
  const auto info = send(Bench::allocate(qmi::dms::service, 1)).tlvs.at(1).value;
  const auto id = static_cast<std::uint8_t>(info.member("cid")->number());
  auto restart = Bench::request(qmi::dms::service, id, 2, qmi::dms::set_operating_mode::id);
  restart.set(qmi::dms::set_operating_mode::request::mode, qmi::dms::OperatingMode::Reset);
  send(restart);
  INFO(run.to_the_end().text());
  INFO(run.verdict());
  CHECK(run.said("begins anew") == 1);
  CHECK(run.asked("WDS Start Network").size() == 2);
  CHECK(run.status() == 0);
  if (sync_indicated) CHECK(run.passed());
}
