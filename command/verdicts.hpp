#pragma once

#include <chrono>
#include <cstdio>
#include <string>

#include "client_under_test/run.hpp"

namespace modembench::command {

/// Prints runs and their verdicts for a person: what each scenario is about, a line for each of its runs, failures
/// explained below it, a sum at the end.
/// Colours and the line that says what is running appear only where `out` is a terminal.
class Verdicts {
 public:
  explicit Verdicts(std::FILE* out);

  void begin(const scenario::Scenario& scenario, const std::string& client);
  /// `must_fail`: the client is one that the scenario has to catch; its passing is the failure. So is the passing of
  /// one that has a known issue (null: it has none), whose failing is counted apart.
  void end(const client_under_test::RunResult& result, bool must_fail, const scenario::KnownIssue* issue);
  /// "4 passed, 1 failed, 2 known issues, 1 skipped"
  void sum() const;

  [[nodiscard]] bool any_failed() const { return failed_ > 0; }

 private:
  void clear_line();
  [[nodiscard]] std::string coloured(const char* code, const std::string& text) const;
  void print_line(scenario::Verdict verdict, const std::string& word, const client_under_test::RunResult& result);

  std::FILE* out_;
  bool terminal_;
  bool colours_;
  std::string scenario_;  ///< the file of the one whose head was printed last
  std::string place_;     ///< as last printed
  unsigned passed_ = 0;
  unsigned failed_ = 0;
  unsigned skipped_ = 0;
  unsigned known_ = 0;
};

}  // namespace modembench::command
