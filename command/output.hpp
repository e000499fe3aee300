#pragma once

#include <string_view>

namespace modembench::command {

/// Says a line on standard output, made printable, at once. Throws std::system_error if that takes nothing more (a full
/// disk, a reader that has gone): whatever runs then ends in good order on the way to main.
void say(std::string_view line);

}  // namespace modembench::command
