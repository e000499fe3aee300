#include <catch2/catch.hpp>

#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;
using mb::trace::EventKind;
using mb::trace::Trace;

namespace {

/// A client that has said the most that is kept, line by line, and then `more` lines.
void fill(Trace& trace, std::size_t more) {
  trace.add({.kind = EventKind::client_started});
  const std::string line(64 * 1024 - sizeof(mb::trace::Event), 'x');
  const std::size_t lines = Trace::kMaxSaid / (64 * 1024);
  for (std::size_t i = 0; i < lines; ++i) trace.add({.kind = EventKind::client_says, .text = line});
  for (std::size_t i = 0; i < more; ++i) trace.add({.kind = EventKind::client_says, .text = "late"});
  trace.add({.kind = EventKind::client_exited, .text = "exited with status 0"});
}

}  // namespace

TEST_CASE("what a client says is kept up to a limit; what else happens goes on being kept", "[limits]") {
  Trace all;
  fill(all, 0);
  CHECK(all.lines_left_out() == 0);
  CHECK(all.events().back().kind == EventKind::client_exited);

  Trace trace;
  std::size_t heard = 0;
  trace.listen([&heard](const mb::trace::Event& event) { heard += event.text == "late" ? 1 : 0; });
  fill(trace, 1234);
  CHECK(heard == 1234);
  CHECK(trace.lines_left_out() == 1234);
  CHECK(trace.lost() == 0);
  const auto& events = trace.events();
  REQUIRE(events.size() == 1 + Trace::kMaxSaid / (64 * 1024) + 3);
  CHECK(events[events.size() - 3].text == "the client has said 4 MiB, the most that is kept of a run");
  CHECK(events[events.size() - 2].kind == EventKind::client_exited);
  CHECK(events.back().text == "1234 lines of the client were not kept");
}

TEST_CASE("lines that weren't kept decide nothing, and what doesn't hang on them is decided", "[limits]") {
  const auto scenario = load_with(
      "client: client\nexpect:\n"
      "  - client: exits\n"
      "  - says: xxx\n"
      "  - {says: xxx, count: at least 2}\n"
      "  - {says: xxx, count: 0..1000}\n"
      "  - says: late\n"
      "  - never: {says: late}\n"
      "  - never: {says: xxx}\n"
      "  - order: [{says: xxx}, {says: late}]\n"
      "  - {request: WDS Start Network}\n");
  const mb::modem::Modem modem(scenario.profile);
  Trace trace;
  fill(trace, 1);
  const auto judgement = sc::judge(scenario, "client", trace, modem);
  using sc::Verdict;
  const std::vector wanted = {Verdict::passed,       Verdict::passed,       Verdict::passed,
                              Verdict::inconclusive, Verdict::inconclusive, Verdict::inconclusive,
                              Verdict::failed,       Verdict::inconclusive, Verdict::failed};
  REQUIRE(judgement.findings.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    INFO(judgement.findings[i].awaited << ": " << judgement.findings[i].nearest);
    CHECK(judgement.findings[i].verdict == wanted[i]);
  }
  CHECK(judgement.findings[4].nearest.find("1 lines of the client were not kept; before that: ") == 0);
}
