#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "vm/parcel.hpp"
#include "vm/result.hpp"
#include "vm/snapshot.hpp"

namespace modembench::vm {

/// What the guest is to run.
struct Order {
  std::vector<std::string> arguments;  ///< a program by its path first
  std::string folder;                  ///< the folder that the program is run in; made if missing
  Parcel files;                        ///< files put there for the program, by their absolute paths
};

/// What came of an order.
struct Answer {
  int status = 0;          ///< exit status, or 128 + signal
  std::string output;      ///< standard output and error
  std::string kernel;      ///< the guest's kernel log since the snapshot, each line with its stamp in seconds
  Parcel files;            ///< files that the program left in /out, by their paths below that
  int interrupted_by = 0;  ///< not 0: this end signal ended the run early, and there is nothing else
};

/// Runs an order in a guest that goes on from a snapshot, to its end or `limit` of wall time. Nothing of the guest
/// survives the call. A snapshot that QEMU doesn't take is removed, so that the next look for one makes it anew.
[[nodiscard]] Result<Answer> run_in_guest(const Snapshot& snapshot, const Order& order,
                                          std::chrono::milliseconds limit);

/// Reads an answer from the lines that the guest said; or says in words what is wrong with them. A program that doesn't
/// know the run's key can't give one.
[[nodiscard]] Result<Answer> read_answer(const std::vector<std::string>& lines, std::string_view key);
/// The order as the bytes that the agent reads.
[[nodiscard]] std::string write_order(const Order& order, std::string_view key);

}  // namespace modembench::vm
