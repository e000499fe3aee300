#pragma once

#include <cstdint>
#include <filesystem>

#include "vm/result.hpp"

/// A guest's state in a file that may have been cut off, emptied or overwritten since it was written.
///
///   what QEMU wrote | "mbstate1" | its length | a sum over all of it
///
/// Numbers have eight bytes, the least significant first. QEMU reads no further than the end of its own part.
namespace modembench::vm {

enum class KeptState : std::uint8_t {
  none,     ///< nothing has that name
  whole,    ///< a state, and the one that was written
  broken,   ///< a state that was cut off or has changed, or an empty file: nobody misses it
  foreign,  ///< a folder, a device, somebody's file
};

/// Reads all of it: 290 MB that are in memory take a tenth of a second, and QEMU reads them next.
[[nodiscard]] KeptState look_at_state(const std::filesystem::path& path);

/// Marks what QEMU has just written as whole.
[[nodiscard]] Result<void> mark_whole(const std::filesystem::path& path);

}  // namespace modembench::vm
