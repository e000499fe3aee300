#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "client_under_test/run.hpp"

/// How runs of a suite came out, for people and for the tools that read such files.
namespace modembench::report {

/// What a run's verdict means, given what was expected of its client.
enum class Outcome : std::uint8_t {
  passed,
  caught,        ///< a client that the scenario must catch was caught
  known_issue,   ///< failed, as is known of this client
  skipped,       ///< the scenario couldn't be run here
  inconclusive,  ///< the run proves nothing
  failed,
  not_caught,  ///< a client that the scenario must catch passed
  fixed,       ///< a client that is known to fail passed: the note about it is out of date
  error,       ///< the bench couldn't do its work
};

/// What is expected of a client in a scenario.
struct Expected {
  bool caught = false;        ///< the client is there to be caught
  std::string known_issue{};  ///< what the client is known to fail for, and where that can be read; empty: nothing
};

[[nodiscard]] Outcome outcome_of(bench::Verdict verdict, const Expected& expected);
/// The outcome in words: "passed", "NOT CAUGHT". One that needs attention is in capitals.
[[nodiscard]] std::string_view to_string(Outcome outcome);
[[nodiscard]] std::optional<Outcome> outcome_from_string(std::string_view word);
/// Whether an outcome makes the whole suite fail.
[[nodiscard]] bool is_failure(Outcome outcome);

/// Why a run came out so, in lines that end with a line end: what was awaited and what came instead, why it was
/// skipped, what is known. Empty for a run that passed.
[[nodiscard]] std::string why(const client_under_test::RunResult& result, const Expected& expected);

}  // namespace modembench::report
