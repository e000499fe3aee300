#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bench/plan/scenario.hpp"
#include "bench/plan/text_pattern.hpp"
#include "emulator/modem/modem.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::bench {

/// How an expectation came out, before its `never` turns that round.
struct Match {
  bool met = false;
  std::string text;  ///< what was seen if it is met, else what came nearest
};

/// A finished run as one expectation sees it: the trace, and the time in which it must come true.
class Evidence {
 public:
  /// All four arguments must outlive the evidence. `searches` is the budget of the whole run.
  Evidence(const trace::Trace& trace, const modem::Modem& modem, const Expectation& expectation,
           SearchBudget& searches);

  [[nodiscard]] const std::vector<trace::Event>& events() const { return trace_.events(); }
  [[nodiscard]] const modem::Modem& modem() const { return modem_; }

  /// Whether `text`, which was said or received, has the pattern in it. False where the run's budget of searches is
  /// spent.
  [[nodiscard]] bool finds(const TextPattern& pattern, std::string_view text) const;
  /// Which part of the run nobody has looked at, in which this expectation may have come true or been undone. Empty:
  /// everything was looked at.
  [[nodiscard]] std::string what_is_unseen() const;

  /// Whether the milestone that `within` counts from passed. If it never did, nothing is in time.
  [[nodiscard]] bool began() const { return from_.has_value(); }
  [[nodiscard]] bool in_time(const trace::Event& event) const;
  /// When an event was, in words: " at 31.200s, 1.200s too late", or only " at 31.200s" if it was in time.
  [[nodiscard]] std::string when(const trace::Event& event) const;
  /// The words for an outcome where that milestone never passed.
  [[nodiscard]] std::string why_not_begun() const;

  [[nodiscard]] bool client_started() const;
  /// The event of the client's end; null if there is none.
  [[nodiscard]] const trace::Event* client_exit() const;
  [[nodiscard]] bool ended_at_deadline() const;
  /// The client's last lines in words, at most three: "; it said last: \"…\"".
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

/// Whether `seen` is within `count`.
[[nodiscard]] bool is_met(const Count& count, std::size_t seen);

}  // namespace modembench::bench
