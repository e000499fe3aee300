#include "report/record.hpp"

#include <chrono>
#include <span>

#include <fmt/format.h>

#include "report/events_json.hpp"

namespace modembench::report {
namespace {

using trace::Event;

/// The events that a report has.
std::vector<Event> shown(const trace::Trace& trace) {
  const std::span<const Event> all(trace.events());
  std::vector<Event> out;
  const auto note = [&out](Instant at, std::size_t count, std::string_view why) {
    out.push_back({.at = at, .text = fmt::format("{} events {}", count, why)});
  };
  if (all.size() <= kMaxEventsOfRun) {
    out.assign(all.begin(), all.end());
  } else {
    const auto first = all.first(kMaxEventsOfRun / 2);
    const auto last = all.last(kMaxEventsOfRun / 2);
    out.assign(first.begin(), first.end());
    note(first.back().at, all.size() - kMaxEventsOfRun, "are left out of this report");
    out.insert(out.end(), last.begin(), last.end());
  }
  if (trace.lost() > 0) note(all.empty() ? Instant{} : all.back().at, trace.lost(), "more came than are kept");
  return out;
}

}  // namespace

std::string clock_in_words(trace::Clock clock) {
  if (clock == trace::Clock::simulated || clock == trace::Clock::counted) return "simulated";
  return clock == trace::Clock::real ? "machine" : "virtual";
}

Record make_record(const client_under_test::RunResult& result, const Expected& expected) {
  Record record;
  record.scenario = result.scenario;
  record.client = result.client;
  record.outcome = outcome_of(result.judgement.verdict, expected);
  record.why = why(result, expected);
  record.known_issue = expected.known_issue;
  record.place = result.place;
  record.clock = clock_in_words(result.clock);
  record.seconds = in_seconds(result.took);
  record.interrupted_by = result.interrupted_by;
  if (result.trace.events().empty()) return record;
  record.modem_seconds = in_seconds(result.trace.events().back().at.time_since_epoch());
  record.fingerprint = trace::fingerprint(result.trace, result.clock);
  const auto events = shown(result.trace);
  for (const auto& event : events) record.transcript += trace::to_text(event) + "\n";
  record.events = events_json(events);
  return record;
}

}  // namespace modembench::report
