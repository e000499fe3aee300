#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/scenario_files.hpp"
#include "command/terminal.hpp"

namespace modembench::command {

int check(const ReadArguments& arguments) {
  const auto files = scenario_files(arguments.scenarios);
  if (files.empty()) return unusable(fmt::format("no scenarios (*.yaml) in {}", fmt::join(arguments.scenarios, ", ")));
  int status = kAllPassed;
  for (const auto& file : files) {
    const auto ready = read_all({file}, arguments.variables);
    if (ready) {
      print("{}: ok{}\n", file, ready->size() > 1 ? fmt::format(", {} variants", ready->size()) : "");
    } else {
      print(ready.error());
      status = kUnusable;
    }
  }
  return status;
}

}  // namespace modembench::command
