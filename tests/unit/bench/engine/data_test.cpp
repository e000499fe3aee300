#include "emulator/trace/hash.hpp"
#include "tests/unit/bench/scenario_support.hpp"

/// Traffic and faults of the data plane, as a scenario has them.
using namespace scenario_support;

namespace {

namespace modem = modembench::modem;
using Fault = modem::DataSettings::Fault;

modem::DataSettings settings_of(const std::string& data) {
  return load_with("set: {data: " + data + "}\n").profile.settings.data;
}

std::string verdict(const std::string& expectation, Bench& bench) {
  auto scenario = load_with("client: qmicli-download\nexpect: [" + expectation + "]\n");
  const auto judged = sc::judge(scenario, "qmicli-download", bench.trace(), bench.modem().modem());
  return std::string(to_string(judged.verdict)) +
         (judged.findings[0].nearest.empty() ? "" : ": " + judged.findings[0].nearest);
}

void move(Bench& bench, std::uint64_t tx, std::uint64_t rx, std::uint64_t lost = 0) {
  modem::Traffic more;
  more.tx_packets = tx > 0 ? 1 : 0;
  more.tx_bytes = tx;
  more.rx_packets = rx > 0 ? 1 : 0;
  more.rx_bytes = rx;
  static_cast<void>(bench.modem().moved(1, more, lost, bench.now()));
}

}  // namespace

TEST_CASE("data: a fault by its name, or with what else there is") {
  CHECK(settings_of("works").fault == Fault::none);
  CHECK(settings_of("no dhcp").fault == Fault::no_dhcp);
  CHECK(settings_of("black hole").fault == Fault::black_hole);
  CHECK(settings_of("stalled").fault == Fault::stalled);
  CHECK(settings_of("wrong framing").fault == Fault::wrong_framing);
  CHECK(settings_of("{fault: stalled, after bytes: 2000}") == modem::DataSettings{Fault::stalled, 2000, false});
  CHECK(settings_of("{host services: true}") == modem::DataSettings{Fault::none, 0, true});
}

TEST_CASE("data: what is wrong with it is said") {
  const auto mistake = [](const std::string& data) {
    return mistakes_of("about: a\nmodem: mc8355\nset:\n  data: " + data + "\nexpect: [{balance: clean}]\n");
  };
  CHECK(mistake("no dchp") == "x.yaml:4:9: unknown fault of the data plane 'no dchp'; did you mean 'no dhcp'?\n");
  CHECK(mistake("{}") == "x.yaml:4:9: sets nothing\n");
  CHECK(mistake("{after bytes: 5}") == "x.yaml:4:23: 'after bytes' is when a 'fault' begins, and there is none\n");
  CHECK(mistake("{fault: stalled, after bytes: -1}").find("x.yaml:4:39: should be") == 0);
  CHECK(mistake("{falt: stalled}").find("x.yaml:4:10: unknown key 'falt'; did you mean 'fault'?") == 0);
}

TEST_CASE("data: a rule changes the fault while the modem runs, and leaves the rest as it is") {
  Bench bench(
      "set: {data: {fault: stalled, after bytes: 5, host services: true}}\n"
      "when:\n"
      "  - {at: 1s, do: {set: {data: black hole}}}\n"
      "  - {at: 2s, do: {set: {data: {host services: false}}}}\n"
      "  - {at: 3s, do: {set: {data: works}}}\n");
  const auto now = [&] { return bench.modem().modem().data_link().settings; };
  CHECK(now() == modem::DataSettings{Fault::stalled, 5, true});
  bench.go_to(1s);
  CHECK(now() == modem::DataSettings{Fault::black_hole, 0, true});
  bench.go_to(2s);
  CHECK(now() == modem::DataSettings{Fault::black_hole, 0, false});
  bench.go_to(3s);
  CHECK(now() == modem::DataSettings{});
}

TEST_CASE("data: what passes is told of every tenth of a second, and at the client's end") {
  Bench bench("");
  bench.client_starts();
  bench.go_to(1s);
  move(bench, 100, 0);
  bench.go_to(1050ms);
  move(bench, 0, 1500);
  bench.go_to(1099ms);
  const auto told = [&] {
    std::string text;
    for (const auto& event : bench.trace().events()) {
      if (event.kind == modembench::trace::EventKind::data) text += modembench::trace::to_text(event) + "\n";
    }
    return text;
  };
  CHECK(told().empty());
  bench.go_to(1100ms);
  CHECK(told() == "   1.100  data     -> 1 packets, 100 bytes; <- 1 packets, 1500 bytes\n");
  move(bench, 0, 0, 3);
  bench.client_exits(0);
  CHECK(told().find("   1.100  data     -> 0 packets, 0 bytes; <- 0 packets, 0 bytes; 3 frames lost\n") !=
        std::string::npos);
}

TEST_CASE("data: the lease is a milestone that rules wait for") {
  Bench bench("when: [{at: 1s after dhcp answered, do: {set: {data: stalled}}}]\n");
  static_cast<void>(bench.modem().dhcp_answered(bench.now()));
  bench.go_to(1s);
  CHECK(bench.modem().modem().data_link().settings.fault == Fault::stalled);
}

TEST_CASE("traffic: as many bytes and packets as expected, in that direction, in time") {
  Bench bench("");
  bench.client_starts();
  bench.go_to(1s);
  move(bench, 100, 0);
  bench.go_to(2s);
  move(bench, 50, 1000);
  bench.client_exits(0);
  CHECK(verdict("{traffic: tx}", bench) == "passed");
  CHECK(verdict("{traffic: tx, bytes: 150, packets: 2}", bench) == "passed");
  CHECK(verdict("{traffic: tx, bytes: 151}", bench) == "failed: 2 packets with 150 bytes passed");
  CHECK(verdict("{traffic: tx, packets: 3}", bench) == "failed: 2 packets with 150 bytes passed");
  CHECK(verdict("{traffic: tx, bytes: 150, within: 1.5s}", bench) ==
        "failed: 1 packets with 100 bytes passed; 1 more packets out of time");
  CHECK(verdict("{traffic: rx, bytes: 1000}", bench) == "passed");
  CHECK(verdict("{traffic: rx, within: 1.5s}", bench) == "failed: nothing passed; 1 more packets out of time");
  CHECK(verdict("{never: {traffic: rx}}", bench) == "failed: 1 packets with 1000 bytes passed");
  CHECK(verdict("{never: {traffic: rx, bytes: 1001}}", bench) == "passed");
  CHECK(verdict("{traffic: rx, within: 1s after dhcp answered}", bench) ==
        "failed: 'dhcp answered', from which the time counts, was never reached");
}

TEST_CASE("traffic: nothing passes where there is none, and frames that were lost are told of") {
  Bench bench("");
  CHECK(verdict("{traffic: rx}", bench) == "failed: the client was never started");
  bench.client_starts();
  move(bench, 0, 0, 2);
  bench.client_exits(1);
  CHECK(verdict("{traffic: rx}", bench) == "failed: nothing passed; 2 frames were lost");
  CHECK(verdict("{never: {traffic: rx}}", bench) == "passed");
}

TEST_CASE("traffic: it is part of no exchange's hash") {
  Bench quiet("");
  Bench busy("");
  move(busy, 100, 100);
  busy.client_exits(0);
  quiet.client_exits(0);
  using modembench::trace::Clock;
  CHECK(fingerprint(quiet.trace(), Clock::real) == fingerprint(busy.trace(), Clock::real));
}

TEST_CASE("traffic: a scenario that needs some is one that sets a fault or expects it") {
  const auto needs = [](const std::string& lines) { return sc::needs_traffic(load_with(lines)); };
  CHECK_FALSE(needs(""));
  CHECK(needs("set: {data: no dhcp}\n"));
  CHECK(needs("when: [{at: 1s, do: {set: {data: stalled}}}]\n"));
  CHECK_FALSE(needs("when: [{at: 1s, do: {set: {signal: {dbm: -100}}}}]\n"));
  CHECK(needs("expect: [{traffic: rx}]\n"));
  CHECK(needs("expect: [{event: dhcp answered}]\n"));
  CHECK(needs("expect: [{balance: clean}, {request: WDS Stop Network, within: 3s after dhcp answered}]\n"));
  CHECK_FALSE(needs("expect: [{event: call connected}]\n"));
}
