#pragma once

#include <string_view>

namespace modembench::command {

/// A line to standard output, made printable, at once. Throws std::system_error where it takes nothing more (a full
/// disk, a reader that has gone): what runs then ends in good order on the way to main.
void say(std::string_view line);

}  // namespace modembench::command
