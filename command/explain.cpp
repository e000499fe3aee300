#include "bench/words/explain.hpp"

#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/scenario_files.hpp"
#include "command/terminal.hpp"

namespace modembench::command {

int explain(const ReadArguments& arguments) {
  const auto ready = read_all(arguments.scenarios, arguments.variables);
  if (!ready) {
    print(ready.error());
    return kUnusable;
  }
  bool first = true;
  for (const auto& one : *ready) {
    if (!first) print("\n");
    print("{}", Lines{bench::explain(one.scenario)});
    first = false;
  }
  return kAllPassed;
}

}  // namespace modembench::command
