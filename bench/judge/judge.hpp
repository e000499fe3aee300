#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/plan/scenario.hpp"
#include "emulator/modem/modem.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::bench {

/// What a run comes to. A verdict can only get worse, in this order.
enum class Verdict : std::uint8_t { passed, skipped, inconclusive, failed, error };
[[nodiscard]] std::string_view to_string(Verdict verdict);
[[nodiscard]] constexpr Verdict worse(Verdict a, Verdict b) { return a < b ? b : a; }

/// One expectation and how it came out.
struct Finding {
  Verdict verdict = Verdict::passed;
  std::string awaited;  ///< the expectation in words
  std::string where;    ///< "connect.yaml:12:5"
  std::string nearest;  ///< what came nearest to a failed expectation, or what was seen instead
};

/// What all expectations of a run came to.
struct Judgement {
  Verdict verdict = Verdict::passed;
  std::vector<Finding> findings;  ///< one for each expectation of this client, in the scenario's order
};

/// Holds a finished run against the scenario's expectations. `client` is the name that the client is shown by
/// (ClientUse::as); `for:` may also name the client that it runs. `modem` tells the balance. `status: failure` is any
/// status but 0 that is no crash (SIGSEGV, SIGABRT and the like): a client that crashes doesn't handle a failure. Where
/// the trace has lost events, what wasn't seen is inconclusive. A run for whose client there are no expectations is
/// inconclusive too.
[[nodiscard]] Judgement judge(const Scenario& scenario, const std::string& client, const trace::Trace& trace,
                              const modem::Modem& modem);

/// A failed judgement in words, in indented lines: what was awaited, what came nearest, the last events before the
/// end. Empty if everything passed.
[[nodiscard]] std::string explain(const Judgement& judgement, const trace::Trace& trace, std::size_t last_events = 12);

}  // namespace modembench::bench
