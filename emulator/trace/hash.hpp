#pragma once

#include <cstdint>
#include <string>

#include "emulator/trace/trace.hpp"

namespace modembench::trace {

/// The clock that a run's times were read from.
enum class Clock : std::uint8_t {
  real,       ///< the machine's
  stretched,  ///< the machine's, run faster; the client's with it
  counted,    ///< a guest's: it counts instructions; waiting takes no time
  simulated,  ///< nobody's: it jumps from deadline to deadline
};

/// A run in a few characters, to see whether two runs were the same. What is compared depends on the clock:
///
/// - simulated: "transcript 3b1f…": every event, whole and in order, with its time. The same scenario, seed and client
///   give the same one on every machine and in every build.
/// - otherwise, in a guest too, where times differ by microseconds from one run to the next: "exchange 3b1f…": what the
/// machine's mood has no part in. For each port by itself, its messages, bad
///   frames, openings and closings in their order, and each direction's serial bytes as one run of bytes, however they
///   were cut; then the client's exit status. No times, nothing a client prints (dates, process ids), no rules, no
///   order between ports. A client that takes another way when an answer is late has another exchange then, rightly.
///
/// 64 bits of FNV-1a (draft-eastlake-fnv): a comparison, no seal. Counts lost events, too.
[[nodiscard]] std::string fingerprint(const Trace& trace, Clock clock);

}  // namespace modembench::trace
