#pragma once

#include <cstdint>
#include <filesystem>

#include "files/descriptor.hpp"
#include "vm/result.hpp"

/// The guest's memory as a file that QEMU maps: what a snapshot has of it needs not be read to go on from there. A run
/// has its own view of it, and pays for the pages alone that it touches.
namespace modembench::vm {

inline constexpr std::uint64_t kMemorySize = std::uint64_t{512} << 20U;

/// Of zeros, in no folder: gone with the last process that has it.
[[nodiscard]] Result<files::Descriptor> new_memory();
/// The name by which a program that we start may open it.
[[nodiscard]] std::filesystem::path path_of(const files::Descriptor& memory);

/// The first kMemorySize bytes of one file into those of another that has nothing there but zeros. Pages of zeros
/// become holes. 0 or an errno.
[[nodiscard]] int copy_memory(int from, int to);

struct KeptMemory {
  std::filesystem::path path;  ///< for QEMU to map
  files::Descriptor copy;      ///< what that is, if it isn't the state itself
};

/// That of a state. QEMU 7.2 opens what it maps for writing, its own view too: of somebody else's, who lets us read it
/// alone, this is a copy.
[[nodiscard]] Result<KeptMemory> kept_memory(const std::filesystem::path& state);

}  // namespace modembench::vm
