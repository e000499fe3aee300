#pragma once

#include <string>
#include <string_view>

#include "client_under_test/run.hpp"
#include "report/outcome.hpp"

namespace modembench::report {

/// How many events of a run a report holds. Of a longer run it holds the first half of that number and the last, with a
/// line about the rest in between. A page of 10,000 is what a person can still use.
inline constexpr std::size_t kMaxEventsOfRun = 20'000;

/// A run that is over, as every report has it: nothing but texts and numbers, so that it can be written to a file and
/// read again, on another machine too.
struct Record {
  std::string scenario;  ///< the scenario's file
  std::string client;
  Outcome outcome = Outcome::passed;
  std::string why;            ///< as report::why() has it
  std::string known_issue;    ///< Expected::known_issue
  std::string place;          ///< "pty, in a stage as root"
  std::string clock;          ///< "machine", "virtual", "simulated"
  std::string fingerprint;    ///< trace::fingerprint(); empty of a run that didn't take place
  double seconds = 0;         ///< how long the run took, on the machine's clock
  double modem_seconds = 0;   ///< the modem's time at its last event
  int interrupted_by = 0;     ///< RunResult::interrupted_by
  std::string transcript;     ///< every event as trace::to_text() has it, a line each
  std::string events = "[]";  ///< the events as report::events_json() has them
};

[[nodiscard]] Record make_record(const client_under_test::RunResult& result, const Expected& expected);

/// The clock in words: "machine", "virtual", "simulated".
[[nodiscard]] std::string clock_in_words(trace::Clock clock);

}  // namespace modembench::report
