#include <fmt/format.h>

#include "tests/unit/client_under_test/reference_support.hpp"

using namespace reference_support;

// SIM, registration, and calls that don't come up or don't stay.

namespace {

const std::string kConnected = R"(expect:
  - {client: exits, status: success}
  - balance: clean
  - says: "IPv4 address: 192.0.2.10"
)";
const std::string kFails = R"(expect:
  - {client: exits, status: failure}
  - balance: clean
  - never: {request: WDS Start Network}
)";

}  // namespace

TEST_CASE("a SIM that is ready after 20 s is waited for", "[reference]") {
  Run run("set:\n  sim: {ready after: 20s}\n" + kConnected, Who::reference, once());
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said("the SIM isn't ready (failed: UimUninitialized (37)): waits for it") == 1);
}

TEST_CASE("a SIM that is never ready is given up, and why is said", "[reference]") {
  Run run("deadline: 120s\nset:\n  sim: {state: absent}\n" + kFails, Who::reference, once());
  INFO(run.to_the_end().text());
  INFO(run.verdict());
  CHECK(run.passed());
  CHECK(run.said("UimUninitialized (37)): gave up after 60s") == 1);
}

TEST_CASE("a PIN is sent once and seen to be right", "[reference]") {
  auto options = once();
  options.pin = "1234";
  Run run("set:\n  sim: {state: pin required, pin: \"1234\"}\n" + kConnected, Who::reference, options);
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.asked("DMS UIM Verify PIN").size() == 1);
  CHECK(run.said("PIN verified") == 1);
}

TEST_CASE("a PIN whose answer is late isn't sent again", "[reference]") {
  auto options = once();
  options.pin = "1234";
  const std::string slow = R"(set:
  sim: {state: pin required, pin: "1234"}
when:
  - {on: DMS UIM Verify PIN, do: {delay: 20s}}
)";
  Run run(slow + kConnected, Who::reference, options);
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.asked("DMS UIM Verify PIN").size() == 1);
}

TEST_CASE("a PIN with two tries left isn't spent", "[reference]") {
  auto options = once();
  options.pin = "1234";
  const std::string set = "set:\n  sim: {state: pin required, pin: \"1234\", pin retries: 2}\n";
  Run run(set + kFails + "  - never: {request: DMS UIM Verify PIN}\n", Who::reference, options);
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said("PIN not sent: 2 tries left, below the limit of 3") == 1);

  Run naive(set + kFails + "  - never: {request: DMS UIM Verify PIN}\n", Who::naive, options);
  INFO(naive.to_the_end().text());
  CHECK_FALSE(naive.passed());
  CHECK(naive.asked("DMS UIM Verify PIN").size() == 1);
}

TEST_CASE("a wrong PIN is sent once and no more", "[reference]") {
  auto options = once();
  options.pin = "9999";
  Run run("set:\n  sim: {state: pin required, pin: \"1234\"}\n" + kFails, Who::reference, options);
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.asked("DMS UIM Verify PIN").size() == 1);
  CHECK(run.said("PIN refused: failed: IncorrectPin (12), pin retries status {verify retries left 2") == 1);
}

TEST_CASE("PINs that can't be asked for through DMS don't keep from connecting", "[reference]") {
  Run run("set:\n  sim: {pin through dms: false}\n" + kConnected, Who::reference, once());
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said("NotSupported (94)): goes on without") == 1);
}

TEST_CASE("a radio that is off is switched on, and one that stays off is said", "[reference]") {
  Run on("set:\n  operating mode: low power\n" + kConnected, Who::reference, once());
  INFO(on.to_the_end().text());
  CHECK(on.passed());

  Run stays("set:\n  operating mode: low power\nwhen:\n  - {on: DMS Set Operating Mode, do: {answer: {}}}\n" + kFails,
            Who::reference, once());
  INFO(stays.to_the_end().text());
  CHECK(stays.passed());
  CHECK(stays.said("the radio stays off") == 1);
}

TEST_CASE("registration is waited for, and given up with its reason", "[reference]") {
  Run late("set:\n  registration: {state: home, after: 40s}\n" + kConnected, Who::reference, once());
  INFO(late.to_the_end().text());
  CHECK(late.passed());

  Run denied("deadline: 120s\nset:\n  registration: {state: denied}\n" + kFails, Who::reference, once());
  INFO(denied.to_the_end().text());
  CHECK(denied.passed());
  CHECK(denied.said("no network: registration denied, gave up after 15s") == 1);

  Run searching("deadline: 120s\nset:\n  registration: {state: searching}\n" + kFails, Who::reference, once());
  INFO(searching.to_the_end().text());
  CHECK(searching.passed());
  CHECK(searching.said("no network: searching, gave up after 60s") == 1);
}

TEST_CASE("a refused start is told with its reasons, and tried ever more seldom", "[reference]") {
  const std::string refused = R"(deadline: 600s
set:
  call: {refuse: GsmWcdmaUnknownApn}
expect:
  - {client: exits, status: failure}
  - balance: clean
)";
  auto options = once();
  options.once = false;
  options.limits.starts = 6;
  Run run(refused, Who::reference, options);
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said("no call: failed: CallFailed (14), call end reason GsmWcdmaUnknownApn") == 6);
  CHECK(run.said("verbose call end reason {type") == 6);
  const auto starts = run.asked("WDS Start Network");
  REQUIRE(starts.size() == 6);
  for (std::size_t i = 2; i < starts.size(); ++i) CHECK(starts[i] - starts[i - 1] > starts[i - 1] - starts[i - 2]);

  Run naive(refused, Who::naive, options);
  naive.to_the_end();
  CHECK(naive.asked("WDS Start Network").size() > 400);
}

TEST_CASE("a start that takes 60 s is waited for", "[reference]") {
  Run run("deadline: 100s\nset:\n  call: {after: 60s}\n" + kConnected, Who::reference, once());
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.asked("WDS Start Network").size() == 1);
}

TEST_CASE("a start that takes too long is called off", "[reference]") {
  const std::string expect = R"(expect:
  - {client: exits, status: failure, within: 181s}
  - request: WDS Abort
  - balance: clean
)";
  Run run("deadline: 300s\nset:\n  call: {after: 250s}\n" + expect, Who::reference, once());
  INFO(run.to_the_end().text());
  INFO(run.verdict());
  CHECK(run.passed());
}

TEST_CASE("told to stop during a start, it calls the start off", "[reference]") {
  Run run("deadline: 10s\nset:\n  call: {after: 60s}\nexpect: [{request: WDS Abort}, {balance: clean}]\n",
          Who::reference, once());
  INFO(run.to_the_end().text());
  CHECK(run.passed());
}

TEST_CASE("NoEffect without a call: everything is stopped, once, and started again", "[reference]") {
  const std::string stale = "when:\n  - {on: WDS Start Network, times: 1, do: {error: NoEffect}}\n";
  Run run(
      stale + kConnected + "  - order: [WDS Start Network, WDS Stop Network, WDS Start Network, WDS Stop Network]\n",
      Who::reference, once());
  INFO(run.to_the_end().text());
  CHECK(run.passed());

  Run always("when:\n  - {on: WDS Start Network, do: {error: NoEffect}}\n" + kConnected, Who::reference, once());
  INFO(always.to_the_end().text());
  CHECK(always.status() == 1);
  CHECK(always.asked("WDS Start Network").size() == 2);
}

TEST_CASE("NoEffect with a call: it is adopted, and stopped at the end", "[reference]") {
  // The answer comes to nobody; the call is up.
  const std::string late = "deadline: 400s\nwhen:\n  - {on: WDS Start Network, times: 1, do: {delay: 300s}}\n";
  auto options = stay(10s);
  Run run(late + kConnected, Who::reference, options);
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said("there is a call already, adopts it") == 1);
}

TEST_CASE("a call that the network ends is taken up again, with the new address", "[reference]") {
  const std::string drop = R"(deadline: 200s
when:
  - {at: 20s after call connected, do: {drop calls: GsmWcdmaRegularDeactivation}}
  - {on: WDS Get Current Settings, nth: 3, do: {answer: {ipv4 address: 192.0.2.77}}}
expect:
  - {client: exits, status: success}
  - {request: WDS Start Network, count: 2}
  - says: "the call is over: .*GsmWcdmaRegularDeactivation.*; reconnects"
  - says: "replaces 192.0.2.10 by 192.0.2.77"
  - balance: clean
)";
  Run run(drop, Who::reference, stay(60s));
  INFO(run.to_the_end().text());
  INFO(run.verdict());
  CHECK(run.passed());

  Run naive(drop, Who::naive, stay(60s));
  naive.to_the_end();
  CHECK(naive.asked("WDS Start Network").size() == 1);
  CHECK(naive.exit() == nullptr);
}

TEST_CASE("a connection told of twice, or an end told of twice, is one", "[reference]") {
  const std::string drop = R"(deadline: 200s
when:
  - {at: 20s after call connected, do: {drop calls: GsmWcdmaRegularDeactivation}}
expect:
  - {client: exits, status: success}
  - {request: WDS Start Network, count: 2}
  - balance: clean
)";
  const auto twice = [](mb::PortName, qmi::Bytes bytes, mb::Instant) {
    const auto message = qmi::decode(bytes);
    if (message && message->header.kind == qmi::MessageKind::indication) return std::vector<qmi::Bytes>{bytes, bytes};
    return std::vector<qmi::Bytes>{std::move(bytes)};
  };
  Run run(drop, Who::reference, stay(60s), twice);
  INFO(run.to_the_end().text());
  CHECK(run.passed());
}

TEST_CASE("a call that ends without a word is found by asking", "[reference]") {
  const std::string drop = R"(deadline: 200s
when:
  - {at: 40s after call connected, do: {drop calls: GsmWcdmaRegularDeactivation}}
expect:
  - {client: exits, status: success}
  - {request: WDS Start Network, count: 2}
  - balance: clean
)";
  const auto no_indications = [](mb::PortName, qmi::Bytes bytes, mb::Instant) {
    const auto message = qmi::decode(bytes);
    if (message && message->header.kind == qmi::MessageKind::indication) return std::vector<qmi::Bytes>{};
    return std::vector<qmi::Bytes>{std::move(bytes)};
  };
  Run run(drop, Who::reference, stay(70s), no_indications);
  INFO(run.to_the_end().text());
  INFO(run.verdict());
  CHECK(run.passed());
  CHECK(run.said("the call is over, and nobody said so; reconnects") == 1);
}

TEST_CASE("a network that drops each call at once isn't hammered", "[reference]") {
  const auto when = GENERATE("on: call connected", "at: 200ms after call connected");
  const std::string drop = fmt::format(R"(deadline: 1000s
when:
  - {{{}, times: always, do: {{drop calls: GsmWcdmaRegularDeactivation}}}}
expect:
  - {{client: exits, status: failure}}
  - {{request: WDS Start Network, count: 8}}
  - balance: clean
)",
                                       when);
  Run run(drop, Who::reference, stay(200s));
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said("no lasting call after 8 tries") == 1);
  CHECK(run.ended_at() > mb::Instant(600s));
}

TEST_CASE("a modem that connects by itself is told not to", "[reference]") {
  const std::string on = "when:\n  - {on: WDS Get Autoconnect Settings, times: 1, do: {answer: {status: Enabled}}}\n";
  Run run(on + kConnected + "  - {request: WDS Set Autoconnect Settings, where: {status: Disabled}}\n", Who::reference,
          once());
  INFO(run.to_the_end().text());
  INFO(run.verdict());
  CHECK(run.passed());
}

TEST_CASE("a day of a call takes no time", "[reference]") {
  Run run("deadline: 1440m\n" + kConnected, Who::reference, stay(std::chrono::minutes(1439)));
  run.to_the_end();
  CHECK(run.passed());
  CHECK(run.asked("WDS Get Packet Service Status").size() == 2 * 1439);
}
