#pragma once

#include <filesystem>

#include "vm/machine.hpp"
#include "vm/result.hpp"

namespace modembench::vm {

/// A guest that has booted, with this program in it, and waits for its order. Any number of runs can start from one
/// snapshot.
struct Snapshot {
  MachineFiles files;
  GuestClock clock = GuestClock::instructions;
  std::filesystem::path state;
};

/// A snapshot from the cache. If that has none of this image, program, QEMU and clock, or none that is whole, a guest
/// is booted for one: half a minute of wall time. Refused: a folder, or a file of another's, where the snapshot is to
/// be.
[[nodiscard]] Result<Snapshot> snapshot(GuestClock clock);

}  // namespace modembench::vm
