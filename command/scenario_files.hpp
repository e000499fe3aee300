#pragma once

#include <map>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "bench/plan/scenario.hpp"
#include "client_under_test/client.hpp"

namespace modembench::command {

/// How much is read of a file of results or times of earlier runs. Such files are whole suites' with their events.
inline constexpr std::size_t kMaxResultsFile = std::size_t{512} << 20;

/// The text of a YAML file that a scenario names, which must be a regular one; or why it can't be read, with its path.
[[nodiscard]] tl::expected<std::string, std::string> read_named_yaml(const std::string& path);
/// The text of a YAML file that a person names, read as files::read_given does.
[[nodiscard]] tl::expected<std::string, std::string> read_given_yaml(const std::string& path);

/// The scenario files that `paths` mean: files as they are, folders searched for *.yaml, in the order of names. A path
/// where nothing is stays in the list, so that reading it says so; so does a folder, among them or below, that can't be
/// searched.
[[nodiscard]] std::vector<std::string> scenario_files(const std::vector<std::string>& paths);

/// A scenario with the clients that it names.
struct ReadyScenario {
  bench::Scenario scenario;
  std::vector<client_under_test::Client> clients;  ///< the clients of scenario.clients, in their order
  std::vector<client_under_test::Client> catches;  ///< the clients of scenario.catches, in their order
};

/// Reads a scenario file, giving one scenario for each variant of its matrix, and the clients that they name. Or
/// returns all mistakes of all of them.
[[nodiscard]] bench::Loaded<std::vector<ReadyScenario>> read_scenarios(
    const std::string& file, const std::map<std::string, std::string>& variables = {});

/// Reads all scenarios that `paths` mean, before anything runs: a mistake in the last file is not found after minutes.
/// `assignments` are "NAME=VALUE", values for the scenarios' variables.
[[nodiscard]] bench::Loaded<std::vector<ReadyScenario>> read_all(const std::vector<std::string>& paths,
                                                                 const std::vector<std::string>& assignments);

/// Prints mistakes to standard error, a line each.
void print(const bench::Mistakes& mistakes);

}  // namespace modembench::command
