#pragma once

#include <string>
#include <vector>

#include "emulator/modem/modem.hpp"
#include "emulator/scenario/scenario.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::scenario {

/// A verdict can only get worse: in this order.
enum class Verdict : std::uint8_t { passed, skipped, inconclusive, failed, error };
[[nodiscard]] std::string_view to_string(Verdict verdict);
[[nodiscard]] constexpr Verdict worse(Verdict a, Verdict b) { return a < b ? b : a; }

/// One expectation and how it came out.
struct Finding {
  Verdict verdict = Verdict::passed;
  std::string awaited;  ///< the expectation in words
  std::string where;    ///< "connect.yaml:12:5"
  std::string nearest;  ///< of a failed one: what came nearest to it, or what was seen instead
};

struct Judgement {
  Verdict verdict = Verdict::passed;
  std::vector<Finding> findings;  ///< one for each expectation, in the scenario's order
};

/// Holds a finished run against the scenario's expectations. `client` is the client's name as
/// `for:` knows it; `modem` tells the balance.
[[nodiscard]] Judgement judge(const Scenario& scenario, const std::string& client, const trace::Trace& trace,
                              const modem::Modem& modem);

/// A failed judgement in words: what was awaited, what came nearest, the last events before the end.
[[nodiscard]] std::string explain(const Judgement& judgement, const trace::Trace& trace, std::size_t last_events = 12);

}  // namespace modembench::scenario
