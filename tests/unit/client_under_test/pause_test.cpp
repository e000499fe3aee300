#include <catch2/catch.hpp>

#include "bench/plan/scenario.hpp"
#include "client_under_test/pause.hpp"

using namespace modembench;
using namespace std::chrono_literals;
using bench::Milestone;
using client_under_test::kMostLate;
using client_under_test::margin_of;

namespace {

bench::Scenario with_rule(Duration at, Milestone since = Milestone::registered) {
  bench::Scenario out;
  out.rules.emplace_back();
  out.rules.back().trigger = bench::AtTime{at, since};
  return out;
}

bench::ClientUse starting(Duration at) {
  bench::ClientUse use;
  use.start = {at, Milestone::registered};
  return use;
}

}  // namespace

TEST_CASE("the margin is half of the shortest time between a client's start and what happens", "[pause]") {
  CHECK(margin_of(with_rule(1s), starting(0s)) == 500ms);
  CHECK(margin_of(with_rule(2743ms), starting(2600ms)) == 71500us);
  CHECK(margin_of(with_rule(2743ms), starting(3s)) == 128500us);
  // "registered" is where the run starts; other moments are by themselves.
  CHECK(margin_of(with_rule(2743ms, Milestone::start), starting(2600ms)) == 71500us);
  CHECK(margin_of(with_rule(1200ms, Milestone::call_connected), starting(1300ms)) == 600ms);
  // At the same moment: there is nothing to keep apart.
  CHECK(margin_of(with_rule(1500ms), starting(1500ms)) == 750ms);
}

TEST_CASE("the margin is never more than what clients' own waits bear", "[pause]") {
  CHECK(margin_of(bench::Scenario{}, starting(0s)) == kMostLate);
  CHECK(margin_of(with_rule(1h), starting(0s)) == kMostLate);
}

TEST_CASE("delays, deadlines and 'within' are times that a scenario tells apart", "[pause]") {
  auto delayed = with_rule(1h);
  bench::Tamper tamper;
  tamper.delay = bench::Span{300ms, 400ms};
  delayed.rules.emplace_back();
  delayed.rules.back().trigger = bench::OnMessage{};
  delayed.rules.back().tamper = tamper;
  CHECK(margin_of(delayed, starting(0s)) == 150ms);
  bench::Scenario expecting;
  expecting.expectations.emplace_back();
  expecting.expectations.back().within = 80ms;
  CHECK(margin_of(expecting, starting(0s)) == 40ms);
  bench::Scenario short_one;
  short_one.deadline = 1s;
  CHECK(margin_of(short_one, starting(0s)) == 500ms);
}

TEST_CASE("a pause proves nothing where it is longer than what can change something", "[pause]") {
  using client_under_test::kMostBusy;
  using client_under_test::paused;
  CHECK(paused({}, 100ms).empty());
  // A machine that is busy is none that was paused.
  CHECK(paused({.longest = kMostBusy}, 100ms).empty());
  CHECK(paused({.longest = 3100ms}, 100ms) ==
        "the bench, or the machine, was held up for 3.1 s: more than 0.100 s can change what happens in this scenario");
  CHECK(paused({.longest = 100ms, .stopped = true}, 100ms).empty());
  CHECK(paused({.longest = 6s, .stopped = true}, 100ms) ==
        "the bench was stopped for 6.0 s: more than 0.100 s can change what happens in this scenario");
  CHECK(paused({.suspended = 1h}, 1s) ==
        "the machine was suspended for 3600.0 s: more than 1.000 s can change what happens in this scenario");
}
