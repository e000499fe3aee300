#include "bench/judge/judge.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bench/judge/evidence.hpp"

namespace modembench::bench {
namespace {

bool is_for(const Expectation& expectation, const Scenario& scenario, const std::string& client) {
  const auto& names = expectation.only_for;
  if (names.empty()) return true;
  const auto named = [&](const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (named(client)) return true;
  for (const auto* uses : {&scenario.clients, &scenario.catches}) {
    for (const auto& use : *uses) {
      if (use.as == client && named(use.client)) return true;
    }
  }
  return false;
}

struct Judge {
  const Evidence& evidence;

  Outcome operator()(const ExpectClientExits& expected) const { return judge_exits(expected, evidence); }
  Outcome operator()(const ExpectClientSays& expected) const { return judge_says(expected, evidence); }
  Outcome operator()(const ExpectKernelSays& expected) const { return judge_kernel(expected, evidence); }
  Outcome operator()(const ExpectMessage& expected) const { return judge_message(expected, evidence); }
  Outcome operator()(const ExpectEvent& expected) const { return judge_event(expected, evidence); }
  Outcome operator()(const ExpectSerial& expected) const { return judge_serial(expected, evidence); }
  Outcome operator()(const ExpectDevice& expected) const { return judge_device(expected, evidence); }
  Outcome operator()(const ExpectTraffic& expected) const { return judge_traffic(expected, evidence); }
  Outcome operator()(const ExpectOrder& expected) const { return judge_order(expected, evidence); }
  Outcome operator()(const ExpectBalance& expected) const { return judge_balance(expected, evidence); }
};

/// Whether what has been met could be undone by what came later.
struct CanBeUndone {
  bool operator()(const ExpectClientExits&) const { return false; }
  bool operator()(const ExpectClientSays& expected) const { return expected.count.most.has_value(); }
  bool operator()(const ExpectKernelSays& expected) const { return expected.count.most.has_value(); }
  bool operator()(const ExpectMessage& expected) const { return expected.count.most || expected.apart; }
  bool operator()(const ExpectEvent& expected) const { return expected.count.most.has_value(); }
  bool operator()(const ExpectSerial&) const { return false; }
  bool operator()(const ExpectDevice&) const { return true; }
  bool operator()(const ExpectTraffic&) const { return false; }
  bool operator()(const ExpectOrder&) const { return false; }
  bool operator()(const ExpectBalance&) const { return false; }
};

Finding judge_one(const Expectation& expectation, const trace::Trace& trace, const modem::Modem& modem,
                  SearchBudget& searches) {
  const Evidence evidence(trace, modem, expectation, searches);
  const Outcome outcome = std::visit(Judge{evidence}, expectation.what);
  Finding finding{Verdict::passed, expectation.text, expectation.where.to_string(), ""};
  const bool passed = outcome.met != expectation.never;
  const bool certain = outcome.met && !std::visit(CanBeUndone{}, expectation.what);
  const auto unseen = evidence.what_is_unseen();
  if (!unseen.empty() && !certain) {
    finding.verdict = Verdict::inconclusive;
    finding.nearest = fmt::format("{}; before that: {}", unseen, outcome.text);
  } else if (!passed) {
    finding.verdict = Verdict::failed;
    finding.nearest = outcome.text;
  }
  return finding;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  constexpr std::string_view names[] = {"passed", "skipped", "inconclusive", "failed", "error"};
  return names[static_cast<std::size_t>(verdict)];
}

Judgement judge(const Scenario& scenario, const std::string& client, const trace::Trace& trace,
                const modem::Modem& modem) {
  Judgement judgement;
  SearchBudget searches;
  for (const auto& expectation : scenario.expectations) {
    if (!is_for(expectation, scenario, client)) continue;
    judgement.findings.push_back(judge_one(expectation, trace, modem, searches));
    judgement.verdict = worse(judgement.verdict, judgement.findings.back().verdict);
  }
  if (judgement.findings.empty()) {
    judgement.verdict = Verdict::inconclusive;
    judgement.findings.push_back({Verdict::inconclusive, fmt::format("something of {}", client), scenario.file,
                                  "every expectation of this scenario is for other clients"});
  }
  return judgement;
}

std::string explain(const Judgement& judgement, const trace::Trace& trace, std::size_t last_events) {
  std::string text;
  for (const auto& finding : judgement.findings) {
    if (finding.verdict == Verdict::passed) continue;
    text += fmt::format("    awaited: {}  ({})\n", finding.awaited, finding.where);
    if (!finding.nearest.empty()) text += fmt::format("    nearest: {}\n", finding.nearest);
  }
  const auto& events = trace.events();
  if (text.empty() || events.empty()) return text;
  const std::size_t count = std::min(last_events, events.size());
  text += count == events.size() ? "    all events:\n" : fmt::format("    the last {} events:\n", count);
  for (std::size_t i = events.size() - count; i < events.size(); ++i) {
    text += fmt::format("      {}\n", trace::to_text(events[i]));
  }
  if (trace.lost() > 0) text += fmt::format("      … and {} more that were not kept\n", trace.lost());
  return text;
}

}  // namespace modembench::bench
