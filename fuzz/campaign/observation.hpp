#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "client_under_test/client.hpp"
#include "client_under_test/run.hpp"

namespace modembench::fuzz {

/// A complaint about how a client took what it was told.
struct Complaint {
  std::string kind;    ///< "crash", "sanitizer report", "critical", "hang", "leak", "contradiction"
  std::string cause;   ///< the cause, in the same words for all tries with it: "GLib-CRITICAL: …"
  std::string seen;    ///< what was seen in this run, to the letter
  std::string expect;  ///< what isn't so, as an expectation of the scenario language: "{client: exits}"
  bool operator==(const Complaint&) const = default;
};

/// What a campaign needs of a try's run: small enough to be sent from one process to another.
struct Observation {
  std::string unusable;  ///< why the run tells nothing: skipped, an error of the bench, no margin left; or empty
  std::vector<std::uint64_t> traits;  ///< marks of how the client behaved; one that no other run had is something new
  std::vector<Complaint> complaints;
  std::string fingerprint;            ///< what was said and what came of it, the same whenever the try is repeated
  std::vector<std::string> tampered;  ///< messages that a rule changed, as they were sent: name and bytes
  bool exact = false;                 ///< the run was on a clock that repeats to the letter
  bool failed = false;                ///< the run failed by the scenario's own expectations, too
  int interrupted_by = 0;
};

/// What counts against a client.
struct Oracles {
  std::vector<client_under_test::Claim> claims;  ///< the claims in the client's own file
  bool leaks_on_failure = false;                 ///< a client that fails must have given everything back, too
};

[[nodiscard]] Observation observe(const client_under_test::RunResult& result, const Oracles& oracles);

[[nodiscard]] std::string to_json(const Observation& observation);
[[nodiscard]] tl::expected<Observation, std::string> observation_from_json(const std::string& text);

}  // namespace modembench::fuzz
