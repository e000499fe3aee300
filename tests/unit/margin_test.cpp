#include <catch2/catch.hpp>

#include "client_under_test/client_clock.hpp"
#include "client_under_test/margin.hpp"
#include "emulator/ports/clock.hpp"
#include "emulator/scenario/scenario.hpp"

using namespace modembench;
using namespace std::chrono_literals;
using client_under_test::held_up;
using client_under_test::kMostLate;
using client_under_test::Load;
using client_under_test::lost_margin;
using client_under_test::margin_of;
using client_under_test::speed_within;
using scenario::Milestone;

namespace {

scenario::Scenario with_rule(Duration at, Milestone since = Milestone::registered) {
  scenario::Scenario out;
  out.rules.emplace_back();
  out.rules.back().trigger = scenario::AtTime{at, since};
  return out;
}

scenario::ClientUse starting(Duration at) {
  scenario::ClientUse use;
  use.start = {at, Milestone::registered};
  return use;
}

}  // namespace

TEST_CASE("the margin is half of the shortest time between a client's start and what happens", "[speed]") {
  CHECK(margin_of(with_rule(1s), starting(0s)) == 500ms);
  CHECK(margin_of(with_rule(2743ms), starting(2600ms)) == 71500us);
  CHECK(margin_of(with_rule(2743ms), starting(3s)) == 128500us);
  // "registered" is where the run starts; other moments are by themselves.
  CHECK(margin_of(with_rule(2743ms, Milestone::start), starting(2600ms)) == 71500us);
  CHECK(margin_of(with_rule(1200ms, Milestone::call_connected), starting(1300ms)) == 600ms);
  // At the same moment: there is nothing to keep apart.
  CHECK(margin_of(with_rule(1500ms), starting(1500ms)) == 750ms);
}

TEST_CASE("the margin is never more than what clients' own waits bear", "[speed]") {
  CHECK(margin_of(scenario::Scenario{}, starting(0s)) == kMostLate);
  CHECK(margin_of(with_rule(1h), starting(0s)) == kMostLate);
}

TEST_CASE("delays, deadlines and 'within' are times that a scenario tells apart", "[speed]") {
  auto delayed = with_rule(1h);
  scenario::Tamper tamper;
  tamper.delay = scenario::Span{300ms, 400ms};
  delayed.rules.emplace_back();
  delayed.rules.back().trigger = scenario::OnMessage{};
  delayed.rules.back().actions.emplace_back(tamper);
  CHECK(margin_of(delayed, starting(0s)) == 150ms);
  scenario::Scenario expecting;
  expecting.expectations.emplace_back();
  expecting.expectations.back().within = 80ms;
  CHECK(margin_of(expecting, starting(0s)) == 40ms);
  scenario::Scenario short_one;
  short_one.deadline = 1s;
  CHECK(margin_of(short_one, starting(0s)) == 500ms);
}

TEST_CASE("a margin is lost by what the bench and the client took together, on the faster clock", "[speed]") {
  CHECK(lost_margin({20ms, 30ms}, 20, 1s).empty());
  CHECK(lost_margin({20ms, 30ms + 1us}, 20, 1s) ==
        "the margin is lost: on a clock 20 times as fast the bench was up to 0.400 s late and the client computed for "
        "0.600 s, 1.000 s together; more than 1.000 s can change what happens in this scenario. A lower --speed helps");
  CHECK_FALSE(lost_margin({51ms, 0ms}, 20, 1s).empty());
  CHECK_FALSE(lost_margin({0ms, 51ms}, 20, 1s).empty());
  // The machine's own clock is what the scenario was written for.
  CHECK(lost_margin({10s, 10s}, 1, 1s).empty());
}

TEST_CASE("the automatic speed leaves room, and has an end", "[speed]") {
  CHECK(speed_within(1s, 0us) > 10);
  CHECK(speed_within(1s, 1ms) <= speed_within(1s, 0us));
  CHECK(speed_within(1s, 100ms) == 2);
  CHECK(speed_within(50ms, 10ms) == 1);
  CHECK(speed_within(0s, 0us) == 1);
  CHECK(speed_within(1h, 0us) == client_under_test::kMostAutomatic);
}

TEST_CASE("after a lost margin, the speed that it would have borne", "[speed]") {
  using client_under_test::bearable_speed;
  CHECK(bearable_speed({20ms, 80ms}, 1s) == 7);
  CHECK(bearable_speed({0ms, 0ms}, 1s) == client_under_test::kMaxSpeed);
  CHECK(bearable_speed({1s, 5s}, 1s) == 1);
  // There, the margin is kept.
  CHECK(lost_margin({20ms, 80ms}, 7, 1s).empty());
}

TEST_CASE("a client is held up by what it computes, and by others where it gave way to them", "[speed]") {
  CHECK(held_up({10ms, 3, {}}, {15ms, 3, {}}) == 5ms);
  CHECK(held_up({10ms, 3, {}}, {15ms, 5, {}}) == 13ms);
  // Nobody on the machine waited for longer than that.
  CHECK(held_up({10ms, 3, 100ms}, {15ms, 5, 101ms}) == 6ms);
  CHECK(held_up({10ms, 3, 100ms}, {15ms, 5, 200ms}) == 13ms);
}

TEST_CASE("a pause proves nothing where it is longer than what can change something", "[speed]") {
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

TEST_CASE("a clock's moments on the machine's are never early", "[speed]") {
  const ports::Clock clock(3);
  CHECK(clock.wall(3s) == 1s);
  CHECK(clock.wall(10us) == 3334ns);
  CHECK(clock.wall(0us) == 0ns);
  CHECK(ports::Clock().wall(7us) == 7us);
  const auto before = clock.now();
  CHECK(clock.now() >= before);
}
