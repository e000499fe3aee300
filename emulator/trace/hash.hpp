#pragma once

#include <cstdint>
#include <string>

#include "emulator/trace/trace.hpp"

namespace modembench::trace {

/// The clock that a run's times were read from.
enum class Clock : std::uint8_t {
  real,     ///< the machine's
  counted,  ///< a guest's clock that counts instructions; waiting takes no time
  jumping,  ///< a clock of the bench's, shared with the client's processes: it stands still while any of them computes
  simulated,  ///< a clock of the bench's, without any process: it jumps from deadline to deadline
};

/// A run in a few characters, to see whether two runs were the same. What is compared depends on the clock:
///
/// - simulated: "transcript 3b1f…": every event, whole and in order, with its time. The same scenario, seed and client
///   give the same one on every machine and in every build.
/// - jumping: the same but for the client's own words. A line of its output counts with its time, but not with its
///   text, which may have a date in it, or an address; nor does the command count that started it, which names files of
///   the run. A client whose threads or processes take turns as they like has another transcript each time.
/// - otherwise, in a guest too, where times differ by microseconds from one run to the next: "exchange 3b1f…": what the
///   machine's mood has no part in. For each port by itself that is its messages, bad frames, openings and closings in
///   their order, and each direction's serial bytes as one run of bytes, however they were cut; then the client's exit
///   status. There are no times in it, nothing that a client prints (dates, process ids), no rules, and no order
///   between ports. A client that takes another way when an answer is late has another exchange then, rightly.
///
/// The digits are 64 bits of FNV-1a (draft-eastlake-fnv): a comparison, no seal. Lost events count, too.
[[nodiscard]] std::string fingerprint(const Trace& trace, Clock clock);

}  // namespace modembench::trace
