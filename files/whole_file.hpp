#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "files/result.hpp"

namespace modembench::files {

/// Whether a written file is to outlive a power cut.
enum class Durable : bool { no, yes };

/// Makes `path` a file of these bytes, in one step: a reader sees the older file or the whole new one, even if this
/// fails (no room, a limit, no right) or the process is killed. An older file's mode is kept, a new one's is 0666 less
/// the umask. A device or FIFO takes the bytes as they come, and so does what a descriptor of this process's own leads
/// to (/dev/stdout, /dev/fd/N). Refused: any other link (what it points to hasn't been named), a folder, a disk, a file
/// that may not be written to. Durable: the bytes and the name are on the disk when this returns.
[[nodiscard]] Result<void> write_whole(const std::filesystem::path& path, std::string_view bytes,
                                       Durable durable = Durable::no);

/// Whether write_whole() would take the path as things are: its folder is there and takes a new file, and what stands
/// there may be replaced. Leaves everything as it is. A full disk is found by writing only.
[[nodiscard]] Result<void> can_be_written(const std::filesystem::path& path);

/// The bytes of a regular file of at most `limit` bytes. Refused before anything is read: a folder, a FIFO, a socket, a
/// device, and a file whose size is over the limit; refused while it is read: one that grows beyond it.
[[nodiscard]] Result<std::string> read_whole(const std::filesystem::path& path, std::size_t limit);

/// The bytes at a path that a person gives, of at most `limit`. Besides what read_whole() takes, what a shell has
/// opened for us counts, whatever it is (/dev/stdin, and /dev/fd/63 of a `<(…)`), and is waited for.
[[nodiscard]] Result<std::string> read_given(const std::filesystem::path& path, std::size_t limit);

}  // namespace modembench::files
