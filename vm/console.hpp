#pragma once

#include <filesystem>
#include <string>

namespace modembench::vm {

/// What the guest's kernel said last on its serial console, for an error message: for each line a line break and the
/// line, indented. Empty if it said nothing.
[[nodiscard]] std::string last_lines_of_console(const std::filesystem::path& console);

}  // namespace modembench::vm
