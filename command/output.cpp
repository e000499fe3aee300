#include "command/output.hpp"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "command/terminal.hpp"

namespace modembench::command {

void say(std::string_view line) {
  print("{}\n", line);
  if (std::fflush(stdout) != 0) throw std::system_error(errno, std::generic_category(), "standard output");
}

}  // namespace modembench::command
