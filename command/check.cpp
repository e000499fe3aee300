#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/scenario_files.hpp"

namespace modembench::command {

int check(const std::vector<std::string>& scenarios) {
  const auto files = scenario_files(scenarios);
  if (files.empty()) {
    fmt::print(stderr, "modembench: no scenarios (*.yaml) in {}\n", fmt::join(scenarios, ", "));
    return kUnusable;
  }
  int status = kAllPassed;
  for (const auto& file : files) {
    const auto scenario = read_scenario(file);
    if (scenario) {
      fmt::print("{}: ok\n", file);
    } else {
      print(scenario.error());
      status = kUnusable;
    }
  }
  return status;
}

}  // namespace modembench::command
