#include "bench/judge/judge.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bench/judge/evidence.hpp"

namespace modembench::bench {

/// Judges a condition of this kind. The judge is a function of the room, `Match judge(const Kind&, const Evidence&)`,
/// which no header lists: it is declared here, for each kind of condition there is, and a kind without one isn't
/// linked.
template <class Kind>
static Match judge_as(const Kind& expected, const Evidence& evidence) {
  Match judge(const Kind& expected, const Evidence& evidence);
  return judge(expected, evidence);
}

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

/// Whether what has been met could be undone by what came later: by one time too many, unless it says otherwise here.
template <class Expect>
bool can_be_undone(const Expect& expected) {
  if constexpr (requires { expected.count; }) {
    return expected.count.most.has_value();
  } else {
    return false;
  }
}
bool can_be_undone(const ExpectMessage& expected) { return expected.count.most || expected.apart; }
/// How it stands at the end is known at the end.
bool can_be_undone(const ExpectDevice&) { return true; }

Finding judge_one(const Expectation& expectation, const trace::Trace& trace, const modem::Modem& modem,
                  SearchBudget& searches) {
  const Evidence evidence(trace, modem, expectation, searches);
  const Match outcome =
      std::visit([&](const auto& expected) { return judge_as(expected, evidence); }, expectation.what);
  Finding finding{Verdict::passed, expectation.text, expectation.where.to_string(), ""};
  const bool passed = outcome.met != expectation.never;
  const bool certain =
      outcome.met && !std::visit([](const auto& expected) { return can_be_undone(expected); }, expectation.what);
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
