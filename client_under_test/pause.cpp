#include "client_under_test/pause.hpp"

#include <algorithm>
#include <ctime>
#include <fstream>
#include <map>
#include <optional>
#include <vector>

#include <fmt/format.h>

namespace modembench::client_under_test {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using Wall = std::chrono::steady_clock;

constexpr milliseconds kBeat{5};

/// The run begins with the node's coming: what is counted from either is counted from the same moment.
bench::Milestone same(bench::Milestone milestone) {
  return milestone == bench::Milestone::start ? bench::Milestone::registered : milestone;
}

/// When something happens by the clock, for each moment that it is counted from.
using Times = std::map<bench::Milestone, std::vector<Duration>>;

void add(Times& times, const bench::AtTime& at) { times[same(at.milestone)].push_back(at.after); }

std::optional<Duration> shortest_gap(std::vector<Duration> times) {
  times.push_back(Duration{0});
  std::sort(times.begin(), times.end());
  std::optional<Duration> shortest;
  for (std::size_t i = 1; i < times.size(); ++i) {
    const auto gap = times[i] - times[i - 1];
    if (gap > Duration{0} && (!shortest || gap < *shortest)) shortest = gap;
  }
  return shortest;
}

}  // namespace

Duration margin_of(const bench::Scenario& scenario, const bench::ClientUse& use) {
  Duration shortest = 2 * kMostLate;
  const auto shorten = [&shortest](Duration time) {
    if (time > Duration{0}) shortest = std::min(shortest, time);
  };
  Times times;
  add(times, use.start);
  for (const auto& rule : scenario.rules) {
    if (const auto* at = std::get_if<bench::AtTime>(&rule.trigger)) add(times, *at);
    if (const auto* every = std::get_if<bench::Every>(&rule.trigger)) shorten(every->period.least);
    for (const auto& at : {rule.from, rule.until}) {
      if (at) add(times, *at);
    }
    shorten(rule.after.least);
    if (rule.tamper && rule.tamper->delay) shorten(rule.tamper->delay->least);
  }
  for (const auto& [milestone, moments] : times) {
    if (const auto gap = shortest_gap(moments)) shorten(*gap);
  }
  for (const auto& expectation : scenario.expectations) {
    if (expectation.within) shorten(*expectation.within);
    shorten(expectation.not_before);
  }
  shorten(scenario.deadline);
  return shortest / 2;
}

std::string paused(const Pause& pause, Duration margin) {
  const auto because = [margin](const char* what, microseconds time) {
    return fmt::format("{} for {:.1f} s: more than {:.3f} s can change what happens in this scenario", what,
                       in_seconds(time), in_seconds(margin));
  };
  if (pause.suspended > margin) return because("the machine was suspended", pause.suspended);
  if (pause.stopped && pause.longest > margin) return because("the bench was stopped", pause.longest);
  if (pause.longest > std::max<microseconds>(margin, kMostBusy)) {
    return because("the bench, or the machine, was held up", pause.longest);
  }
  return {};
}

microseconds suspended_so_far() {
  const auto now = [](clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return std::chrono::duration_cast<microseconds>(std::chrono::seconds(time.tv_sec) +
                                                    std::chrono::nanoseconds(time.tv_nsec));
  };
  return now(CLOCK_BOOTTIME) - now(CLOCK_MONOTONIC);
}

std::int64_t killed_for_memory_so_far() {
  std::ifstream file("/proc/vmstat");
  std::string name;
  for (std::int64_t count = 0; file >> name >> count;) {
    if (name == "oom_kill") return count;
  }
  return 0;
}

void Pulse::start() {
  started_ = true;
  timer_.expires_after(kBeat);
  beat();
}

void Pulse::beat() {
  timer_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    worst_ = std::max(worst_, overdue());
    timer_.expires_after(kBeat);
    beat();
  });
}

microseconds Pulse::overdue() const {
  return std::max(microseconds{0}, std::chrono::duration_cast<microseconds>(Wall::now() - timer_.expiry()));
}

microseconds Pulse::worst() const { return started_ ? std::max(worst_, overdue()) : worst_; }

}  // namespace modembench::client_under_test
