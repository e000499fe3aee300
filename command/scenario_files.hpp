#pragma once

#include <string>
#include <vector>

#include "client_under_test/client.hpp"
#include "emulator/scenario/scenario.hpp"

namespace modembench::command {

/// The scenario files that `paths` mean: files as they are, folders searched for *.yaml, in the order of names.
/// What isn't there is left in, so that reading it says so.
[[nodiscard]] std::vector<std::string> scenario_files(const std::vector<std::string>& paths);

/// A scenario with the clients that it names.
struct ReadyScenario {
  scenario::Scenario scenario;
  std::vector<client_under_test::Client> clients;  ///< of scenario.clients, in their order
  std::vector<client_under_test::Client> catches;  ///< of scenario.catches
};

/// Reads a scenario file and the clients it names; all mistakes of all of them.
[[nodiscard]] scenario::Loaded<ReadyScenario> read_scenario(const std::string& file);

/// Prints mistakes to standard error, a line each.
void print(const scenario::Mistakes& mistakes);

}  // namespace modembench::command
