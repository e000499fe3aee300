#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bench/plan/scenario.hpp"
#include "bench/plan/text_pattern.hpp"
#include "emulator/modem/modem.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::bench {

/// How an expectation came out, before `never` turns it round.
struct Outcome {
  bool met = false;
  std::string text;  ///< met: what was seen; not met: what came nearest
};

/// A finished run as one expectation sees it: the trace, and the time in which it must come true.
class Evidence {
 public:
  /// All four outlive it; `searches` is the run's.
  Evidence(const trace::Trace& trace, const modem::Modem& modem, const Expectation& expectation,
           SearchBudget& searches);

  [[nodiscard]] const std::vector<trace::Event>& events() const { return trace_.events(); }
  [[nodiscard]] const modem::Modem& modem() const { return modem_; }

  /// Searches the pattern in what was said or received.
  [[nodiscard]] bool finds(const TextPattern& pattern, std::string_view text) const;
  /// Why this expectation may have come true, or may have been undone, in what nobody has looked at; empty: all was.
  [[nodiscard]] std::string what_is_unseen() const;

  /// False if the milestone that `within` counts from never passed: then nothing is in time.
  [[nodiscard]] bool began() const { return from_.has_value(); }
  [[nodiscard]] bool in_time(const trace::Event& event) const;
  /// " at 31.200s, 1.200s too late"; of what was in time only " at 31.200s".
  [[nodiscard]] std::string when(const trace::Event& event) const;
  /// What to say of anything where the time never began.
  [[nodiscard]] std::string why_not_begun() const;

  [[nodiscard]] bool client_started() const;
  /// The end of the client's process, or null.
  [[nodiscard]] const trace::Event* client_exit() const;
  [[nodiscard]] bool ended_at_deadline() const;
  /// "; it said last: \"…\"": up to three lines.
  [[nodiscard]] std::string last_lines() const;

 private:
  const trace::Trace& trace_;
  const modem::Modem& modem_;
  const Expectation& expectation_;
  SearchBudget& searches_;
  mutable bool searched_in_part_ = false;
  Since since_;
  Duration not_before_;
  std::optional<Instant> from_;
  std::optional<Instant> to_;
};

[[nodiscard]] Outcome judge(const ExpectClientExits& expected, const Evidence& evidence);
[[nodiscard]] Outcome judge(const ExpectClientSays& expected, const Evidence& evidence);
[[nodiscard]] Outcome judge(const ExpectKernelSays& expected, const Evidence& evidence);
[[nodiscard]] Outcome judge(const ExpectMessage& expected, const Evidence& evidence);
[[nodiscard]] Outcome judge(const ExpectOrder& expected, const Evidence& evidence);
[[nodiscard]] Outcome judge(const ExpectSerial& expected, const Evidence& evidence);
[[nodiscard]] Outcome judge(const ExpectEvent& expected, const Evidence& evidence);
[[nodiscard]] Outcome judge(const ExpectDevice& expected, const Evidence& evidence);
[[nodiscard]] Outcome judge(const ExpectTraffic& expected, const Evidence& evidence);
[[nodiscard]] Outcome judge(const ExpectBalance& expected, const Evidence& evidence);

/// Whether so many are as many as counted for.
[[nodiscard]] bool is_met(const Count& count, std::size_t seen);

}  // namespace modembench::bench
