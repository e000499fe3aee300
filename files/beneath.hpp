#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "files/descriptor.hpp"
#include "files/result.hpp"

/// Operations in an open folder that stay in it: by descriptor, across no mount and no link, so that a path that leads
/// elsewhere meanwhile leads none of them astray.
namespace modembench::files {

/// Opens `name` (one component) in the folder. No descriptor, and errno, if it isn't there, is a link or a mount.
[[nodiscard]] Descriptor open_beneath(int folder, const std::string& name, int flags);
/// Opens like `open_beneath`, for kernels without openat2 (before 5.6): what was opened is compared with where it was
/// opened.
[[nodiscard]] Descriptor open_and_compare(int folder, const std::string& name, int flags);

/// Makes in the folder a folder of mode 0700, or a file of mode 0600 that wasn't there (open for reading and writing),
/// whatever the umask is. The first returns 0 or an errno, the second no descriptor and errno.
[[nodiscard]] int make_private_folder(int folder, const std::string& name);
[[nodiscard]] Descriptor make_private_file(int folder, const std::string& name);

/// The names in the folder, without "." and "..".
[[nodiscard]] Result<std::vector<std::string>> names_in(int folder);

/// Eight letters and digits that nobody else makes up: forty random bits.
[[nodiscard]] std::string unguessable();

}  // namespace modembench::files
