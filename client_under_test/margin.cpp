#include "client_under_test/margin.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <map>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>

#include "client_under_test/client_clock.hpp"

namespace modembench::client_under_test {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using Wall = std::chrono::steady_clock;

constexpr milliseconds kBeat{5};

/// The run begins with the node's coming: what is counted from either is counted from the same moment.
scenario::Milestone same(scenario::Milestone milestone) {
  return milestone == scenario::Milestone::start ? scenario::Milestone::registered : milestone;
}

/// When something happens by the clock, for each moment that it is counted from.
using Times = std::map<scenario::Milestone, std::vector<Duration>>;

void add(Times& times, const scenario::AtTime& at) { times[same(at.milestone)].push_back(at.after); }

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

double seconds(auto duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

Duration margin_of(const scenario::Scenario& scenario, const scenario::ClientUse& use) {
  Duration shortest = 2 * kMostLate;
  const auto shorten = [&shortest](Duration time) {
    if (time > Duration{0}) shortest = std::min(shortest, time);
  };
  Times times;
  add(times, use.start);
  for (const auto& rule : scenario.rules) {
    if (const auto* at = std::get_if<scenario::AtTime>(&rule.trigger)) add(times, *at);
    if (const auto* every = std::get_if<scenario::Every>(&rule.trigger)) shorten(every->period.least);
    for (const auto& at : {rule.from, rule.until}) {
      if (at) add(times, *at);
    }
    shorten(rule.after.least);
    for (const auto& action : rule.actions) {
      const auto* tamper = std::get_if<scenario::Tamper>(&action);
      if (tamper != nullptr && tamper->delay) shorten(tamper->delay->least);
    }
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

std::string lost_margin(const Strain& strain, unsigned speed, Duration margin) {
  const Duration lost = (strain.late + strain.computing) * speed;
  if (speed <= 1 || lost <= margin) return {};
  return fmt::format(
      "the margin is lost: on a clock {} times as fast the bench was up to {:.3f} s late and the client computed for "
      "{:.3f} s, {:.3f} s together; more than {:.3f} s can change what happens in this scenario. A lower --speed helps",
      speed, seconds(strain.late * speed), seconds(strain.computing * speed), seconds(lost), seconds(margin));
}

std::string paused(const Pause& pause, Duration margin) {
  const auto because = [margin](const char* what, microseconds time) {
    return fmt::format("{} for {:.1f} s: more than {:.3f} s can change what happens in this scenario", what,
                       seconds(time), seconds(margin));
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

unsigned bearable_speed(const Strain& strain, Duration margin) {
  const auto strained = strain.late + strain.computing + microseconds(1);
  return static_cast<unsigned>(std::clamp<std::int64_t>(margin * 3 / 4 / strained, 1, kMaxSpeed));
}

unsigned speed_within(Duration margin, microseconds late) {
  // What is usual isn't the worst; and a client's start alone, qmicli's for one, computes for 10 to 30 ms (measured).
  constexpr int kWorstOfUsual = 4;
  constexpr microseconds kClientComputes = milliseconds(30);
  const auto speed = margin / (kWorstOfUsual * late + kClientComputes);
  return static_cast<unsigned>(std::clamp<std::int64_t>(speed, 1, kMostAutomatic));
}

microseconds usual_lateness() {
  constexpr int kTries = 20;
  microseconds worst{0};
  for (int i = 0; i < kTries; ++i) {
    const auto due = Wall::now() + kBeat;
    std::this_thread::sleep_until(due);
    worst = std::max(worst, std::chrono::duration_cast<microseconds>(Wall::now() - due));
  }
  return worst;
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

static std::optional<microseconds> machine_waited() {
  // some avg10=0.00 avg60=0.00 avg300=0.00 total=1234   (microseconds)
  std::ifstream file("/proc/pressure/cpu");
  std::string line;
  std::getline(file, line);
  const auto at = line.find("total=");
  if (!line.starts_with("some ") || at == std::string::npos) return std::nullopt;
  return microseconds(std::strtoll(line.c_str() + at + std::strlen("total="), nullptr, 10));
}

Load load_so_far() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto time = [](const timeval& value) {
    return std::chrono::seconds(value.tv_sec) + microseconds(value.tv_usec);
  };
  return {time(usage.ru_utime) + time(usage.ru_stime), usage.ru_nivcsw, machine_waited()};
}

microseconds held_up(const Load& before, const Load& after) {
  // A slice of Linux' scheduler on a few processors (sched_base_slice is 3 ms and more).
  constexpr milliseconds kSlice{4};
  microseconds waited = (after.preempted - before.preempted) * kSlice;
  if (before.waited && after.waited) waited = std::min(waited, *after.waited - *before.waited);
  return after.computed - before.computed + waited;
}

}  // namespace modembench::client_under_test
