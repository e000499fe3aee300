#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace modembench::vm {

struct ProgramFile {
  std::string name;  ///< its path without the first slash; its folder is there already
  std::string content;
};

/// These programs (mode 0755, root's, of 1970) as a cpio archive of the kind that Linux unpacks at boot, after others
/// that stand before it in one file (kernel, Documentation/driver-api/early-userspace/buffer-format.rst).
[[nodiscard]] std::string to_cpio(const std::vector<ProgramFile>& files);

}  // namespace modembench::vm
