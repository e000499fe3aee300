#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "vm/parcel.hpp"
#include "vm/result.hpp"
#include "vm/snapshot.hpp"

namespace modembench::vm {

struct Order {
  std::vector<std::string> arguments;  ///< a program by its path first
  std::string folder;                  ///< where it is run; made if missing
  Parcel files;                        ///< that it finds, by their absolute paths
};

struct Answer {
  int status = 0;          ///< exit status, or 128 + signal
  std::string output;      ///< standard output and error
  std::string kernel;      ///< the guest's kernel log since the snapshot, each line with its stamp in seconds
  Parcel files;            ///< what it left in /out, by their paths below that
  int interrupted_by = 0;  ///< not 0: a signal of ours ended it early, and there is nothing else
};

/// Goes on from a snapshot with an order, to its end or `limit` of wall time. Nothing of it survives the call. A
/// snapshot that QEMU doesn't take is removed, so that the next look for one makes it anew.
[[nodiscard]] Result<Answer> run_in_guest(const Snapshot& snapshot, const Order& order,
                                          std::chrono::milliseconds limit);

/// An answer from the lines that the guest said; what is wrong with them, in words. Whoever doesn't know the run's key
/// can't give one.
[[nodiscard]] Result<Answer> read_answer(const std::vector<std::string>& lines, std::string_view key);
/// The bytes that the agent reads.
[[nodiscard]] std::string write_order(const Order& order, std::string_view key);

}  // namespace modembench::vm
