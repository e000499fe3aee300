#pragma once

#include <filesystem>

#include "vm/machine.hpp"
#include "vm/result.hpp"

namespace modembench::vm {

/// The guest's kernel and root, made of Debian's packages by ci/vm/build, which stands in this program. If they are in
/// the cache this takes milliseconds. If not, it says on standard error what it does, and takes a minute or less.
[[nodiscard]] Result<MachineFiles> image(const std::filesystem::path& cache);

}  // namespace modembench::vm
