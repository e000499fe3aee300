#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "client_under_test/client.hpp"
#include "client_under_test/run.hpp"

namespace modembench::fuzz {

/// What is wrong with how a client took what it was told.
struct Complaint {
  std::string kind;    ///< "crash", "sanitizer report", "critical", "hang", "leak", "contradiction"
  std::string cause;   ///< in words that are the same for all tries with this cause: "GLib-CRITICAL: …"
  std::string seen;    ///< in this run, to the letter
  std::string expect;  ///< what isn't so, as an expectation of the scenario language: "{client: exits}"
  bool operator==(const Complaint&) const = default;
};

/// A try's run, as far as a campaign has a use for it: small enough to be sent from one process to another.
struct Observation {
  std::string unusable;  ///< why it tells nothing: skipped, an error of the bench, no margin left; or empty
  std::vector<std::uint64_t> traits;  ///< of how the client behaved; what none of the others had is something new
  std::vector<Complaint> complaints;
  std::string fingerprint;            ///< of what was said and what came of it, the same whenever it is tried again
  std::vector<std::string> tampered;  ///< messages that a rule changed, as they were sent: name and bytes
  bool exact = false;                 ///< on a clock that repeats to the letter
  bool failed = false;                ///< the scenario that was run says so, too
  int interrupted_by = 0;
};

/// What is to be held against a client.
struct Oracles {
  std::vector<client_under_test::Claim> claims;  ///< of the client's own file
  bool leaks_on_failure = false;                 ///< who fails must have given everything back, too
};

[[nodiscard]] Observation observe(const client_under_test::RunResult& result, const Oracles& oracles);

[[nodiscard]] std::string to_json(const Observation& observation);
[[nodiscard]] tl::expected<Observation, std::string> observation_from_json(const std::string& text);

}  // namespace modembench::fuzz
