#pragma once

#include <map>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "bench/plan/scenario.hpp"
#include "client_under_test/client.hpp"

namespace modembench::command {

/// Results and times of earlier runs are whole suites' with their events: as much as that is read of one file.
inline constexpr std::size_t kMaxResultsFile = std::size_t{512} << 20;

/// A YAML file that a scenario names: a regular one, or why it can't be read, with its path.
[[nodiscard]] tl::expected<std::string, std::string> read_named_yaml(const std::string& path);
/// One that a person names, as files::read_given.
[[nodiscard]] tl::expected<std::string, std::string> read_given_yaml(const std::string& path);

/// The scenario files that `paths` mean: files as they are, folders searched for *.yaml, in the order of names.
/// What isn't there is left in, so that reading it says so, and so is a folder, among them or below, that can't be
/// searched.
[[nodiscard]] std::vector<std::string> scenario_files(const std::vector<std::string>& paths);

/// A scenario with the clients that it names.
struct ReadyScenario {
  bench::Scenario scenario;
  std::vector<client_under_test::Client> clients;  ///< of scenario.clients, in their order
  std::vector<client_under_test::Client> catches;  ///< of scenario.catches
};

/// Reads a scenario file, one for each variant of its matrix, and the clients they name; all mistakes of all of them.
[[nodiscard]] bench::Loaded<std::vector<ReadyScenario>> read_scenarios(
    const std::string& file, const std::map<std::string, std::string>& variables = {});

/// All scenarios that `paths` mean, before anything runs: a mistake in the last file is not found after minutes.
/// `assignments` are "NAME=VALUE", values for the scenarios' variables.
[[nodiscard]] bench::Loaded<std::vector<ReadyScenario>> read_all(const std::vector<std::string>& paths,
                                                                 const std::vector<std::string>& assignments);

/// Prints mistakes to standard error, a line each.
void print(const bench::Mistakes& mistakes);

}  // namespace modembench::command
