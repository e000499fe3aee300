#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "vm/result.hpp"

/// A guest's state in a file that may have been cut off, emptied or overwritten since it was written.
///
///   the guest's memory | what QEMU wrote of its devices | "mbstate2" | the length of both | a sum over both
///
/// Numbers have eight bytes, the least significant first. QEMU maps the memory, which therefore comes first, and reads
/// no further than the end of its own part.
namespace modembench::vm {

/// The bytes with which a PC's memory begins: the table of interrupts that its BIOS has left, with SeaBIOS's entry for
/// those that nobody serves, at F000:FF53. Linux leaves it as it is.
inline constexpr std::string_view kBeginOfMemory("\x53\xff\x00\xf0", 4);

enum class KeptState : std::uint8_t {
  none,     ///< nothing has that name
  whole,    ///< a state, and the one that was written
  broken,   ///< a state that was cut off or has changed, or an empty file: nobody misses it
  foreign,  ///< a folder, a device, somebody's file
};

/// Looks what stands at `path`. Reads all of a state but its holes: 200 MB that are in memory take a tenth of a second.
[[nodiscard]] KeptState look_at_state(const std::filesystem::path& path);

/// Marks what has just been written as whole.
[[nodiscard]] Result<void> mark_whole(const std::filesystem::path& path);

}  // namespace modembench::vm
