#pragma once

#include <cstddef>
#include <cstdio>
#include <string>

#include "command/terminal.hpp"
#include "report/record.hpp"

namespace modembench::command {

/// Prints runs and their verdicts for a person: what each scenario is about, a line for each of its runs with the run's
/// fingerprint, failures explained below it, a sum at the end. Throws std::system_error if `out` takes nothing more.
/// Colours, and the line that says what is running, appear only if `out` is a terminal.
class Verdicts {
 public:
  /// `total` is the number of runs to come.
  Verdicts(std::FILE* out, std::size_t total);

  /// `about` may be empty.
  void begin(const std::string& scenario, const std::string& about, const std::string& client);
  void end(const report::Record& record);
  /// Prints a run's exchange in words, below it.
  void transcript(const report::Record& record);
  /// Prints the sum: "4 passed, 1 failed, 1 skipped".
  void sum() const;

  [[nodiscard]] bool any_failed() const { return failed_ + inconclusive_ > 0; }

 private:
  void count(const report::Record& record);
  void flush();
  void clear_line();
  [[nodiscard]] Ours coloured(const char* code, const std::string& text) const;
  void print_line(const report::Record& record);

  std::FILE* out_;
  std::size_t total_;
  bool terminal_;
  bool colours_;
  std::string scenario_;  ///< the file of the scenario whose head was printed last
  std::string place_;     ///< the place that was printed last
  std::size_t begun_ = 0;
  unsigned passed_ = 0;
  unsigned failed_ = 0;
  unsigned inconclusive_ = 0;
  unsigned known_ = 0;
  unsigned skipped_ = 0;
  double seconds_ = 0;
  double modem_seconds_ = 0;
  bool fast_ = false;  ///< a clock was not the machine's
};

}  // namespace modembench::command
