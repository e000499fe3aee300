#pragma once

#include <filesystem>
#include <string>

namespace modembench::vm {

/// What the guest's kernel said last on its serial console, for an error message: a line break and an indented line
/// each; empty if it said nothing.
[[nodiscard]] std::string last_lines_of_console(const std::filesystem::path& console);

}  // namespace modembench::vm
