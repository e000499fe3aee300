#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace modembench::vm {

/// A program to be put into the guest.
struct ProgramFile {
  std::string name;  ///< the path without its first slash; its folder is there already
  std::string content;
};

/// The programs (mode 0755, root's, of 1970) as a cpio archive that Linux unpacks at boot after other archives that
/// stand before it in one file (kernel, Documentation/driver-api/early-userspace/buffer-format.rst).
[[nodiscard]] std::string to_cpio(const std::vector<ProgramFile>& files);

}  // namespace modembench::vm
