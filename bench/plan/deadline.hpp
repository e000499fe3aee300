#pragma once

#include <chrono>

#include "bench/plan/scenario.hpp"
#include "emulator/instant.hpp"
#include "emulator/trace/event.hpp"

/// What happens when a run's deadline comes, on every attachment and by every clock.
namespace modembench::bench {

/// The time that a client has between being told to end (SIGTERM) and being killed: qmicli gives its client id back in
/// it.
inline constexpr std::chrono::milliseconds kGraceAtDeadline{1000};

/// The event of a deadline that has come: "the deadline of 60s has come", and that a client which still ran is ended,
/// if `client_runs`.
[[nodiscard]] trace::Event deadline_event(const Scenario& scenario, Instant now, bool client_runs);

}  // namespace modembench::bench
