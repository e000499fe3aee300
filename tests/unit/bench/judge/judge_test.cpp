#include <catch2/catch.hpp>
#include "bench/plan/deadline.hpp"

#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "tests/unit/approval.hpp"
#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;
using sc::Verdict;

namespace {

constexpr auto kWds = qmi::wds::service;

std::string expecting(const std::string& items) { return "client: client\nexpect:\n" + items; }

/// A client that connects with the APN "other", speaks, stops its call and gives its client id back, unless it
/// is told to be less tidy.
struct Run {
  bool stops = true;
  bool releases = true;
  int status = 0;
  mb::Instant exit_at{12031ms};
};

void play(Bench& bench, const Run& run) {
  bench.go_to(100ms);
  bench.client_starts();
  bench.open();
  const auto wds = bench.client_id(kWds);
  bench.go_to(512ms);
  bench.send(Bench::start_network(wds, 1, "other"));
  bench.go_to(1s);
  bench.client_says("[/dev/cdc-wdm0] Network started");
  bench.client_says("\tPacket data handle: '1'");
  bench.send(Bench::request(kWds, wds, 2, qmi::wds::get_packet_service_status::id));
  bench.text("AT&F\r", mb::tty_usb(0));
  if (run.stops) {
    const auto calls = bench.modem().modem().running_calls();
    REQUIRE(calls.size() == 1);
    auto stop = Bench::request(kWds, wds, 3, qmi::wds::stop_network::id);
    stop.set(qmi::wds::stop_network::request::packet_data_handle, calls[0].handle);
    bench.go_to(2s);
    bench.send(stop);
  }
  if (run.stops && run.releases) {
    bench.go_to(3s);
    auto release = Bench::request(qmi::ctl::service, 0, 4, qmi::ctl::release_cid::id);
    release.set(qmi::ctl::release_cid::request::release_info,
                qmi::Struct{{"service", std::uint8_t{kWds}}, {"cid", wds}});
    bench.send(release);
  }
  bench.go_to(run.exit_at);
  bench.client_says("Network cancelled... releasing resources");
  bench.close();
  bench.client_exits(run.status);
}

sc::Judgement judged(const std::string& items, const Run& run = {}) {
  Bench bench(expecting(items));
  play(bench, run);
  return bench.judge();
}

/// Each expectation, its verdict and what is said of it.
std::string report(const std::string& items, const Run& run = {}) {
  std::string text;
  for (const auto& finding : judged(items, run).findings) {
    text += std::string(sc::to_string(finding.verdict)) + "  " + finding.where + "  " + finding.awaited + "\n";
    if (!finding.nearest.empty()) text += "        nearest: " + finding.nearest + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("what a client did as it should passes", "[scenario]") {
  const auto judgement = judged(R"(
  - client: exits
    status: success
    within: 30s
    says: "[Nn]etwork started"
  - {client: exits, status: 0}
  - {client: exits}
  - {says: "^\tPacket data handle: '[0-9]+'$", count: 1}
  - {says: Network, count: "2..3"}
  - {request: WDS Start Network, where: {apn: other}, count: 1, within: 1s after registered}
  - {request: WDS Set Event Report, count: 0}
  - {order: [WDS Start Network, {request: WDS Stop Network}, CTL Release CID]}
  - {serial: ttyUSB0, receives: "AT&F\\r"}
  - {device: qmi, is: present}
  - {balance: clean}
  - {never: {says: "segmentation fault"}}
  - {never: {request: DMS Set Operating Mode}}
  - {never: {client: exits, within: 5s}}
  - {never: {serial: ttyUSB1, receives: .}}
)");
  for (const auto& finding : judgement.findings) CHECK(finding.verdict == Verdict::passed);
  CHECK(judgement.verdict == Verdict::passed);
  CHECK(judgement.findings.size() == 16);
}

TEST_CASE("an end of the client that wasn't awaited is explained", "[scenario]") {
  const std::string items = R"(
  - {client: exits, status: success, within: 10s}
  - {client: exits, status: failure}
  - {client: exits, status: 3}
  - {never: {client: exits, status: success}}
  - {client: exits, within: 1s after call ended}
  - {client: exits, within: 1s after unregistered}
)";
  approve("scenario_judge_exits", report(items) + "--- a crash\n" + report(items, {.status = 139}) +
                                      "--- an ordinary failure\n" +
                                      report(items, {.status = 1, .exit_at = mb::Instant(4s)}));
}

TEST_CASE("what the client didn't say, or should not have said, is explained", "[scenario]") {
  approve("scenario_judge_says", report(R"(
  - {says: network was started}
  - {says: Connection status}
  - {says: Xyz}
  - {says: Network started, count: 2}
  - {says: Network, count: "0..1"}
  - {says: releasing, within: 5s}
  - {never: {says: "releasing|started"}}
)"));
}

TEST_CASE("requests that didn't come, or should not have come, are explained", "[scenario]") {
  approve("scenario_judge_requests", report(R"(
  - {request: WDS Start Network, where: {apn: internet}}
  - {request: WDS Start Network, count: 2}
  - {request: WDS Stop Network, within: 1s}
  - {request: WDS Get Current Settings}
  - {request: WDS Stop Network, within: 1s after unregistered}
  - {never: {request: WDS Start Network}}
  - {never: {request: WDS Start Network, where: {apn: other}, within: 5s after registered}}
)"));
}

TEST_CASE("an order that wasn't kept is explained", "[scenario]") {
  approve("scenario_judge_order", report(R"(
  - order: [WDS Start Network, WDS Get Current Settings, WDS Stop Network]
  - order: [WDS Stop Network, WDS Start Network]
  - order: [{request: WDS Start Network, where: {apn: internet}}, WDS Stop Network]
  - {order: [WDS Start Network, WDS Stop Network], within: 1s}
  - order: [WDS Start Network, CTL Release CID, WDS Abort]
  - never: {order: [WDS Start Network, WDS Stop Network]}
)"));
}

TEST_CASE("what is wrong with ports and the balance is explained", "[scenario]") {
  const std::string items = R"(
  - {serial: ttyUSB0, receives: ATD}
  - {serial: ttyUSB1, receives: AT}
  - {serial: ttyUSB0, receives: AT, within: 100ms}
  - {never: {serial: ttyUSB0, receives: AT}}
  - {device: qmi, is: gone}
  - {device: ttyUSB2, is: gone}
  - {balance: clean}
  - {balance: calls stopped}
)";
  approve("scenario_judge_ports", report(items, {.stops = false}));
}

TEST_CASE("whoever leaves the client ids to another is asked for its calls alone", "[scenario]") {
  const std::string items = "  - {balance: calls stopped}\n  - {balance: clean}\n";
  const auto released = judged(items);
  CHECK(released.findings.at(0).verdict == Verdict::passed);
  CHECK(released.findings.at(1).verdict == Verdict::passed);
  const auto held = judged(items, {.releases = false});
  CHECK(held.findings.at(0).verdict == Verdict::passed);
  CHECK(held.findings.at(1).nearest == "WDS client id 1 is not released");
  CHECK(judged(items, {.stops = false}).findings.at(0).verdict == Verdict::failed);
}

TEST_CASE("a client that was never started is named", "[scenario]") {
  Bench bench(
      "client: {run: client, start: 1s after unregistered}\nexpect:\n"
      "  - client: exits\n    says: hello\n"
      "  - request: WDS Start Network\n  - order: [DMS Get IDs, DMS Get Model]\n"
      "  - {serial: ttyUSB0, receives: AT}\n  - never: {says: OK}\n");
  bench.go_to(60s);
  const auto judgement = bench.judge();
  REQUIRE(judgement.findings.size() == 6);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(judgement.findings[i].verdict == Verdict::failed);
    CHECK(judgement.findings[i].nearest == "the client was never started");
  }
  CHECK(judgement.findings[5].verdict == Verdict::passed);
}

TEST_CASE("a client that is ended at the deadline has not exited", "[scenario]") {
  mb::trace::Trace trace;
  const auto scenario = load_with(expecting("  - client: exits\n  - {client: exits, status: failure}\n"));
  const mb::modem::Modem modem(scenario.profile);
  trace.add({.at = modembench::Instant(1s), .kind = mb::trace::EventKind::client_started, .text = "client"});
  trace.add({.at = modembench::Instant(2s), .kind = mb::trace::EventKind::client_says, .text = "waiting"});
  CHECK(sc::judge(scenario, "client", trace, modem).findings.at(0).nearest ==
        "the client still ran at the end; it said last: \"waiting\"");
  trace.add(sc::deadline_event(scenario, mb::Instant(60s), true));
  trace.add({.at = modembench::Instant(60s),
             .kind = mb::trace::EventKind::client_exited,
             .text = "ended by SIGTERM",
             .status = 143});
  const auto judgement = sc::judge(scenario, "client", trace, modem);
  for (const auto& finding : judgement.findings) {
    CHECK(finding.verdict == Verdict::failed);
    CHECK(finding.nearest == "the client still ran at the deadline and was ended; it said last: \"waiting\"");
  }
}

TEST_CASE("an expectation is judged for the clients it names", "[scenario]") {
  Bench bench(
      "client: [{run: dialler, as: late}, other]\nexpect:\n"
      "  - {says: one, for: late}\n  - {says: two, for: [dialler]}\n  - {says: three, for: other}\n");
  CHECK(bench.judge("late").findings.size() == 2);
  CHECK(bench.judge("other").findings.size() == 1);
  const auto stranger = bench.judge("own");
  CHECK(stranger.verdict == Verdict::inconclusive);
  CHECK(stranger.findings.at(0).nearest == "every expectation of this scenario is for other clients");
}

TEST_CASE("a failed judgement explains itself with the last events", "[scenario]") {
  const std::string items =
      "  - {client: exits, status: failure}\n  - {device: qmi, is: present}\n"
      "  - {request: WDS Start Network, where: {apn: internet}}\n";
  Bench bench(expecting(items));
  play(bench, {});
  approve("scenario_judge_explained", sc::explain(bench.judge(), bench.trace(), 6));
  CHECK(sc::explain(judged("  - client: exits\n"), bench.trace()).empty());
}

TEST_CASE("what wasn't seen in a trace that lost events is inconclusive", "[scenario]") {
  const auto scenario = load_with(
      expecting("  - says: never said\n  - says: flood\n  - never: {says: never said}\n  - never: {says: flood}\n"));
  const mb::modem::Modem modem(scenario.profile);
  mb::trace::Trace trace;
  trace.add({.kind = mb::trace::EventKind::client_started});
  trace.add({.kind = mb::trace::EventKind::client_says, .text = "flood"});
  trace.add({.kind = mb::trace::EventKind::serial_in, .bytes = qmi::Bytes(mb::trace::Trace::kMaxBytes - 5, 'a')});
  trace.add({.kind = mb::trace::EventKind::client_says, .text = "flood"});
  REQUIRE(trace.lost() == 1);
  const auto judgement = sc::judge(scenario, "client", trace, modem);
  CHECK(judgement.findings.at(0).verdict == Verdict::inconclusive);
  CHECK(judgement.findings.at(1).verdict == Verdict::passed);
  CHECK(judgement.findings.at(2).verdict == Verdict::inconclusive);
  CHECK(judgement.findings.at(3).verdict == Verdict::failed);
  CHECK(judgement.verdict == Verdict::failed);
}

TEST_CASE("a verdict can only get worse", "[scenario]") {
  CHECK(sc::worse(Verdict::passed, Verdict::skipped) == Verdict::skipped);
  CHECK(sc::worse(Verdict::failed, Verdict::inconclusive) == Verdict::failed);
  CHECK(sc::worse(Verdict::error, Verdict::failed) == Verdict::error);
  CHECK(sc::to_string(Verdict::inconclusive) == "inconclusive");
}

TEST_CASE("patterns that take others forever, and lines without end, are judged", "[scenario]") {
  const auto scenario = load_with(expecting("  - says: \"(a*)*b$\"\n  - {serial: ttyUSB0, receives: \"(x+x+)+y\"}\n"));
  const mb::modem::Modem modem(scenario.profile);
  mb::trace::Trace trace;
  trace.add({.kind = mb::trace::EventKind::client_started});
  trace.add({.kind = mb::trace::EventKind::client_says, .text = std::string(20'000, 'a')});
  trace.add({.kind = mb::trace::EventKind::serial_in, .port = mb::tty_usb(0), .bytes = qmi::Bytes(200'000, 'x')});
  CHECK(sc::judge(scenario, "client", trace, modem).verdict == Verdict::failed);
}

TEST_CASE("what the kernel says is expected, counted and put in order; the client's words are none of it",
          "[scenario]") {
  Bench bench(
      "client: client\nexpect:\n"
      "  - {kernel: \"wwan0: register\", count: 1, within: 1s after registered}\n"
      "  - order: [{kernel: \"wwan0: register\"}, {says: hello}, {kernel: unregister}]\n"
      "  - never: {kernel: USB disconnect}\n"
      "  - {kernel: hello}\n"
      "  - {kernel: \"wwan0: unregister 'qmi_wan'\"}\n"
      "  - order: [{kernel: unregister}, {kernel: \"wwan0: register\"}]\n");
  bench.go_to(100ms);
  bench.kernel_says("qmi_wwan 1-1:1.0 wwan0: register 'qmi_wwan' at usb-dummy_hcd.0-1");
  bench.client_starts();
  bench.client_says("hello");
  bench.go_to(2s);
  bench.kernel_says("qmi_wwan 1-1:1.0 wwan0: unregister 'qmi_wwan' usb-dummy_hcd.0-1");
  bench.client_exits(0);
  const auto judgement = bench.judge();
  REQUIRE(judgement.findings.size() == 6);
  for (std::size_t i = 0; i < 3; ++i) CHECK(judgement.findings[i].verdict == Verdict::passed);
  for (std::size_t i = 3; i < 6; ++i) CHECK(judgement.findings[i].verdict == Verdict::failed);
  CHECK(judgement.findings[3].nearest == "no line of the kernel is like it");
  CHECK(judgement.findings[4].nearest.find("wwan0: unregister 'qmi_wwan'") != std::string::npos);
  CHECK(judgement.findings[4].awaited == "the kernel says /wwan0: unregister 'qmi_wan'/");
}
