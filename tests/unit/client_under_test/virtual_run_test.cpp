#include "tests/unit/client_under_test/reference_support.hpp"

using namespace reference_support;

// The clock of runs without I/O, by clients that do one thing.

namespace {

/// Does what it was made with whatever happens; `due` is its only deadline.
class Stub : public rc::ClientLogic {
 public:
  Stub(rc::Actions at_start, std::optional<mb::Instant> due, rc::Actions when_due = {})
      : at_start_(std::move(at_start)), due_(due), when_due_(std::move(when_due)) {}

  rc::Actions start(mb::Instant) override { return at_start_; }
  rc::Actions opened(mb::Instant) override { return {}; }
  rc::Actions open_failed(std::string why, mb::Instant) override {
    return {{.kind = rc::Action::Kind::say, .text = "can't: " + why}};
  }
  rc::Actions received(qmi::ByteView, mb::Instant) override { return {}; }
  rc::Actions hung_up(mb::Instant) override { return {{.kind = rc::Action::Kind::say, .text = "hung up"}}; }
  rc::Actions told_to_stop(mb::Instant) override { return {}; }
  rc::Actions advance(mb::Instant) override { return when_due_; }
  std::optional<mb::Instant> next_deadline() const override { return due_; }

 private:
  rc::Actions at_start_;
  std::optional<mb::Instant> due_;
  rc::Actions when_due_;
};

/// The trace of a run of that stub.
std::string trace_of(const std::string& lines, const rc::Actions& at_start, std::optional<mb::Instant> due = {},
                     const rc::Actions& when_due = {}) {
  const auto scenario = scenario_support::load_with(lines + "client: client\n");
  mb::trace::Trace trace;
  rc::VirtualRun run(
      scenario, &scenario.clients.at(0), [&] { return std::make_unique<Stub>(at_start, due, when_due); }, trace);
  run.to_the_end();
  CHECK(run.over());
  std::string text;
  for (const auto& event : trace.events()) text += mb::trace::to_text(event) + "\n";
  return text.substr(text.find("   0.000  client"));
}

const rc::Action kOpen{.kind = rc::Action::Kind::open, .port = "/dev/qmi"};

}  // namespace

TEST_CASE("a client that doesn't end when told to is killed a second later", "[reference]") {
  CHECK(trace_of("deadline: 5s\n", {kOpen}) ==
        "   0.000  client   starts: client\n"
        "   0.000  qmi      opened\n"
        "   5.000  bench    the deadline of 5s has come, the client is ended\n"
        "   6.000  qmi      closed\n"
        "   6.000  client   ended by signal 9\n");
}

TEST_CASE("a client that ends ends the run", "[reference]") {
  CHECK(trace_of("deadline: 5s\n", {}, mb::Instant(2s), {{.kind = rc::Action::Kind::exit, .status = 3}}) ==
        "   0.000  client   starts: client\n"
        "   2.000  client   exited with status 3\n");
}

TEST_CASE("a client that finds no end at one moment is stopped", "[reference]") {
  const auto text = trace_of("deadline: 5s\n", {}, mb::Instant(2s), {kOpen});
  CHECK(text.find("   2.000  bench    no end of events at one moment: stopped after 100000\n") != std::string::npos);
  CHECK(text.find("   5.000") == std::string::npos);
}

TEST_CASE("a port that isn't there can't be opened, and one that goes hangs up", "[reference]") {
  const rc::Action other{.kind = rc::Action::Kind::open, .port = "/dev/cdc-wdm3"};
  CHECK(trace_of("deadline: 5s\n", {other}) ==
        "   0.000  client   starts: client\n"
        "   0.000  client   | can't: No such file or directory\n"
        "   5.000  bench    the deadline of 5s has come, the client is ended\n"
        "   6.000  client   ended by signal 9\n");
  CHECK(trace_of("deadline: 5s\nwhen:\n  - {at: 1s, do: {unregister: qmi}}\n", {kOpen}).find("hung up") !=
        std::string::npos);
}

TEST_CASE("without a client a run lasts to its deadline", "[reference]") {
  const auto scenario = scenario_support::load_with("deadline: 5s\n");
  mb::trace::Trace trace;
  rc::VirtualRun run(scenario, nullptr, {}, trace);
  run.go_to(mb::Instant(2s));
  CHECK_FALSE(run.over());
  CHECK(run.now() == mb::Instant(2s));
  run.to_the_end();
  CHECK(run.over());
  CHECK(mb::trace::to_text(trace.events().back()) == "   5.000  bench    the deadline of 5s has come");
}

TEST_CASE("equal runs have equal traces", "[reference]") {
  const std::string lines = "when:\n  - {at: 5s, do: {drop calls: GsmWcdmaRegularDeactivation}}\n";
  Run one(lines, Who::reference, stay(20s));
  Run two(lines, Who::reference, stay(20s));
  CHECK(one.to_the_end().text() == two.to_the_end().text());
}
