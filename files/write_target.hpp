#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <sys/types.h>

#include "files/descriptor.hpp"
#include "files/result.hpp"

namespace modembench::files {

/// What stands at a path where something is to be written.
struct WriteTarget {
  enum class Kind {
    file,    ///< a regular file, or nothing yet
    device,  ///< a character device, a FIFO
    stream,  ///< a descriptor of this process's own
  };
  Kind kind = Kind::file;
  Descriptor folder;              ///< the folder that the path stands in
  std::string name;               ///< its name in that folder
  std::optional<mode_t> older{};  ///< the permissions of the file that is there
  int stream = -1;
};

/// Looks at a path without changing anything. Refused: links (but to a descriptor of our own: /dev/stdout), folders,
/// disks, sockets, what may not be written to, what has no folder.
[[nodiscard]] Result<WriteTarget> write_target(const std::filesystem::path& path);

}  // namespace modembench::files
