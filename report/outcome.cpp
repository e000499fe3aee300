#include "report/outcome.hpp"

#include <fmt/format.h>

namespace modembench::report {

using bench::Verdict;

Outcome outcome_of(Verdict verdict, const Expected& expected) {
  switch (verdict) {
    case Verdict::skipped:
      return Outcome::skipped;
    case Verdict::error:
      return Outcome::error;
    case Verdict::inconclusive:
      return Outcome::inconclusive;
    case Verdict::failed:
      if (expected.caught) return Outcome::caught;
      return expected.known_issue.empty() ? Outcome::failed : Outcome::known_issue;
    case Verdict::passed:
      if (expected.caught) return Outcome::not_caught;
      return expected.known_issue.empty() ? Outcome::passed : Outcome::fixed;
  }
  return Outcome::error;
}

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::caught:
      return "caught";
    case Outcome::known_issue:
      return "known issue";
    case Outcome::skipped:
      return "skipped";
    case Outcome::inconclusive:
      return "INCONCLUSIVE";
    case Outcome::failed:
      return "FAILED";
    case Outcome::not_caught:
      return "NOT CAUGHT";
    case Outcome::fixed:
      return "FIXED";
    case Outcome::error:
      return "ERROR";
  }
  return "ERROR";
}

std::optional<Outcome> outcome_from_string(std::string_view word) {
  for (auto outcome = Outcome::passed; outcome <= Outcome::error;
       outcome = static_cast<Outcome>(static_cast<int>(outcome) + 1)) {
    if (to_string(outcome) == word) return outcome;
  }
  return std::nullopt;
}

bool is_failure(Outcome outcome) { return outcome >= Outcome::inconclusive; }

std::string why(const client_under_test::RunResult& result, const Expected& expected) {
  switch (outcome_of(result.judgement.verdict, expected)) {
    case Outcome::passed:
      return {};
    case Outcome::skipped:
      return fmt::format("{}\n", result.why);
    case Outcome::not_caught:
      return "the scenario says that it catches this client, which passed\n";
    case Outcome::fixed:
      return fmt::format("passes although it is known to fail: {}\n", expected.known_issue);
    case Outcome::caught: {
      std::string out;
      for (const auto& finding : result.judgement.findings) {
        if (finding.verdict != Verdict::passed) out += fmt::format("by {}: {}\n", finding.where, finding.awaited);
      }
      return out;
    }
    case Outcome::known_issue:
      return fmt::format("{}\n{}", expected.known_issue, bench::explain(result.judgement, result.trace));
    case Outcome::inconclusive:
    case Outcome::failed:
    case Outcome::error:
      return (result.why.empty() ? "" : result.why + "\n") + bench::explain(result.judgement, result.trace);
  }
  return {};
}

}  // namespace modembench::report
