#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "files/result.hpp"

namespace modembench::files {

/// Whether a written file is to outlive a power cut.
enum class Durable : bool { no, yes };

/// Makes `path` a file of these bytes, in one step: whoever looks sees the older file or the whole new one, also where
/// this fails (no room, a limit, no right). A link at `path` is replaced, not followed; an older file's mode is kept,
/// a new one's is 0666 less the umask. What is no regular file and no link is refused, but for the terminals and
/// devices that can be written to (/dev/stdout, a FIFO): those take the bytes as they come.
/// Durable: its bytes and its name are on the disk when this returns.
[[nodiscard]] Result<void> write_whole(const std::filesystem::path& path, std::string_view bytes,
                                       Durable durable = Durable::no);

/// The bytes of a regular file of at most `limit` bytes. Refused before anything is read: a folder, a FIFO, a socket, a
/// device, and a file whose size is over the limit; refused while it is read: one that grows beyond it.
[[nodiscard]] Result<std::string> read_whole(const std::filesystem::path& path, std::size_t limit);

/// The same of a path that a person gives: what a shell has opened for us counts too, whatever it is (/dev/stdin, and
/// /dev/fd/63 of a `<(…)`), and is waited for.
[[nodiscard]] Result<std::string> read_given(const std::filesystem::path& path, std::size_t limit);

}  // namespace modembench::files
