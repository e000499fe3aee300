#include "command/terminal.hpp"

#include <algorithm>

#include "command/commands.hpp"
#include "emulator/ascii.hpp"

namespace modembench::command {

void complain(std::string_view why) {
  // Where standard error takes nothing there is nobody to be told.
  std::fputs(fmt::format("modembench: {}\n", shown(Lines{why})).c_str(), stderr);
}

int unusable(std::string_view why) {
  complain(why);
  return kUnusable;
}

Ours indented(std::string_view text, std::string_view by) {
  const auto whole = shown(Lines{text});
  Ours out;
  for (std::string_view rest = whole; !rest.empty();) {
    const auto line = ascii::first_line(rest);
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    out.text += fmt::format("{}{}\n", line.starts_with(by) ? "" : by, line);
  }
  return out;
}

}  // namespace modembench::command
