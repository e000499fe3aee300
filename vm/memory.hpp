#pragma once

#include <cstdint>
#include <filesystem>

#include "files/descriptor.hpp"
#include "vm/result.hpp"

/// The guest's memory as a file that QEMU maps. To go on from a snapshot its memory needs not be read. A run has its
/// own view of the file, and pays only for the pages that it touches.
namespace modembench::vm {

inline constexpr std::uint64_t kMemorySize = std::uint64_t{512} << 20U;

/// Makes a memory of zeros, in no folder: it goes with the last process that has it open.
[[nodiscard]] Result<files::Descriptor> new_memory();
/// The name by which a program that we start may open it.
[[nodiscard]] std::filesystem::path path_of(const files::Descriptor& memory);

/// Copies the first kMemorySize bytes of one file into another, which has nothing there but zeros. Pages of zeros
/// become holes. Returns 0 or an errno.
[[nodiscard]] int copy_memory(int from, int to);

/// The memory of a kept state.
struct KeptMemory {
  std::filesystem::path path;  ///< the file for QEMU to map
  files::Descriptor copy;      ///< that file, if it is a copy and not the state itself
};

/// The memory of the state in a file. QEMU 7.2 opens what it maps for writing, even for a view of its own; of another
/// user's state, which we may only read, this is a copy.
[[nodiscard]] Result<KeptMemory> kept_memory(const std::filesystem::path& state);

}  // namespace modembench::vm
