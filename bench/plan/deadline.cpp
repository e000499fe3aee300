#include "bench/plan/deadline.hpp"

#include <fmt/format.h>

#include "emulator/instant.hpp"

namespace modembench::bench {

trace::Event deadline_event(const Scenario& scenario, Instant now, bool client_runs) {
  const double seconds = in_seconds(scenario.deadline);
  return {.at = now,
          .kind = trace::EventKind::note,
          .text = fmt::format("the deadline of {}s has come{}", seconds, client_runs ? ", the client is ended" : ""),
          .meaning = trace::Meaning::deadline};
}

}  // namespace modembench::bench
