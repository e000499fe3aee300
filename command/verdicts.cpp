#include "command/verdicts.hpp"

#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

namespace modembench::command {
namespace {

using scenario::Verdict;

const char* colour_of(Verdict verdict) {
  if (verdict == Verdict::passed) return "32";
  return verdict == Verdict::failed || verdict == Verdict::error ? "31" : "33";
}

}  // namespace

Verdicts::Verdicts(std::FILE* out)
    : out_(out), terminal_(isatty(fileno(out)) == 1), colours_(terminal_ && std::getenv("NO_COLOR") == nullptr) {}

void Verdicts::begin(const scenario::Scenario& scenario, const std::string& client) {
  const std::string name =
      scenario.variant.empty() ? scenario.file : fmt::format("{} [{}]", scenario.file, scenario.variant);
  if (name != scenario_) {
    scenario_ = name;
    fmt::print(out_, "\n{}\n  {}\n", coloured("1", name), scenario.about);
  }
  if (terminal_) fmt::print(out_, "  ...        {}", client);
  std::fflush(out_);
}

void Verdicts::end(const client_under_test::RunResult& result, bool must_fail, const scenario::KnownIssue* issue) {
  clear_line();
  if (result.place != place_ && !result.place.empty()) {
    fmt::print(out_, "  on {}\n", result.place);
    place_ = result.place;
  }
  const auto verdict = result.judgement.verdict;
  if (verdict == Verdict::skipped) {
    ++skipped_;
    print_line(verdict, "skipped", result);
    fmt::print(out_, "    {}\n", result.why);
    return;
  }
  if (must_fail && verdict == Verdict::failed) {
    ++passed_;
    print_line(Verdict::passed, "caught", result);
    for (const auto& finding : result.judgement.findings) {
      if (finding.verdict != Verdict::passed) fmt::print(out_, "    by {}: {}\n", finding.where, finding.awaited);
    }
    return;
  }
  if (issue != nullptr && !must_fail && verdict == Verdict::failed) {
    ++known_;
    print_line(Verdict::skipped, "known", result);
    fmt::print(out_, "    {}{}\n", issue->why, issue->source.empty() ? "" : fmt::format("  [{}]", issue->source));
    for (const auto& finding : result.judgement.findings) {
      if (finding.verdict != Verdict::passed) fmt::print(out_, "    by {}: {}\n", finding.where, finding.awaited);
    }
    return;
  }
  if (issue != nullptr && !must_fail && verdict == Verdict::passed) {
    ++failed_;
    print_line(Verdict::failed, "FIXED?", result);
    fmt::print(out_, "    {}: it is known to fail this, and passed: {}\n", issue->where.to_string(), issue->why);
    return;
  }
  if (verdict == Verdict::passed && !must_fail) {
    ++passed_;
    print_line(verdict, "passed", result);
    return;
  }
  ++failed_;
  if (verdict == Verdict::passed) {
    print_line(Verdict::failed, "NOT CAUGHT", result);
    fmt::print(out_, "    the scenario says that it catches this client, which passed\n");
    return;
  }
  print_line(verdict, verdict == Verdict::error ? "ERROR" : "FAILED", result);
  if (!result.why.empty()) fmt::print(out_, "    {}\n", result.why);
  fmt::print(out_, "{}", scenario::explain(result.judgement, result.trace));
}

void Verdicts::sum() const {
  fmt::print(out_, "\n{} passed, {} failed", passed_, failed_);
  if (known_ > 0) fmt::print(out_, ", {} known issue{}", known_, known_ == 1 ? "" : "s");
  if (skipped_ > 0) fmt::print(out_, ", {} skipped", skipped_);
  fmt::print(out_, "\n");
}

void Verdicts::clear_line() {
  if (terminal_) fmt::print(out_, "\r\033[K");
}

std::string Verdicts::coloured(const char* code, const std::string& text) const {
  return colours_ ? fmt::format("\033[{}m{}\033[0m", code, text) : text;
}

void Verdicts::print_line(Verdict verdict, const std::string& word, const client_under_test::RunResult& result) {
  fmt::print(out_, "  {} {:<32} {:>6.2f} s\n", coloured(colour_of(verdict), fmt::format("{:<10}", word)), result.client,
             std::chrono::duration<double>(result.took).count());
  std::fflush(out_);
}

}  // namespace modembench::command
