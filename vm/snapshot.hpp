#pragma once

#include <filesystem>

#include "vm/machine.hpp"
#include "vm/result.hpp"

namespace modembench::vm {

/// A guest that has booted, with this program in it, and waits for its order. Any number of runs start from one.
struct Snapshot {
  MachineFiles files;
  GuestClock clock = GuestClock::instructions;
  std::filesystem::path state;
};

/// Boots one if the cache has none of this image, program, QEMU and clock, or none that is whole: half a minute of wall
/// time. Refused: a folder, or somebody's file, where it is to be.
[[nodiscard]] Result<Snapshot> snapshot(GuestClock clock);

}  // namespace modembench::vm
