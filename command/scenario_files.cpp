#include "command/scenario_files.hpp"
#include "bench/language/load.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include <fmt/format.h>

#include "bench/language/yaml_node.hpp"
#include "command/terminal.hpp"
#include "files/whole_file.hpp"

namespace modembench::command {
namespace {

namespace fs = std::filesystem;

void find_clients(const std::vector<bench::ClientUse>& uses, client_under_test::ClientLibrary& library,
                  std::vector<client_under_test::Client>& clients, bench::Mistakes& mistakes) {
  for (const auto& use : uses) {
    auto client = library.find(use);
    if (client) {
      clients.push_back(std::move(*client));
    } else {
      mistakes.insert(mistakes.end(), client.error().begin(), client.error().end());
    }
  }
}

/// What is given by `--var` is meant for some scenario.
void check_used(const std::map<std::string, std::string>& variables, const std::vector<ReadyScenario>& scenarios,
                bench::Mistakes& mistakes) {
  for (const auto& variable : variables) {
    const bool used = std::any_of(scenarios.begin(), scenarios.end(), [&](const ReadyScenario& ready) {
      const auto& names = ready.scenario.variables;
      return std::find(names.begin(), names.end(), variable.first) != names.end();
    });
    if (!used) mistakes.push_back({{"--var " + variable.first, 0, 0}, "no scenario has a variable of this name", {}});
  }
}

/// Adds the *.yaml in a folder and in those below it; a folder that can't be searched to its end, itself.
void search(const fs::path& folder, std::vector<std::string>& found) {
  std::error_code error;
  fs::directory_iterator at(folder, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    std::error_code unknown;
    if (fs::is_directory(at->symlink_status(unknown))) {
      search(at->path(), found);
    } else if (at->path().extension() == ".yaml") {
      found.push_back(at->path().string());
    }
  }
  if (error) found.push_back(folder.string());
}

/// Why there is nothing to be read in that folder; nothing if it is none.
std::string unsearchable(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return {};
  const fs::directory_iterator opened(path, error);
  return "this folder can't be searched" + (error ? ": " + error.message() : "");
}

}  // namespace

tl::expected<std::string, std::string> read_named_yaml(const std::string& path) {
  return files::read_whole(path, bench::kMaxYamlText);
}

tl::expected<std::string, std::string> read_given_yaml(const std::string& path) {
  return files::read_given(path, bench::kMaxYamlText);
}

std::vector<std::string> scenario_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const auto& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    search(path, found);
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

bench::Loaded<std::vector<ReadyScenario>> read_scenarios(const std::string& file,
                                                         const std::map<std::string, std::string>& variables) {
  if (const auto why = unsearchable(file); !why.empty())
    return tl::unexpected(bench::Mistakes{{{file, 0, 0}, why, {}}});
  const auto text = read_given_yaml(file);
  if (!text) return tl::unexpected(bench::Mistakes{{{"", 0, 0}, text.error(), {}}});
  auto loaded = bench::load_scenarios(*text, file, {read_named_yaml, variables});
  if (!loaded) return tl::unexpected(loaded.error());
  std::vector<ReadyScenario> all;
  bench::Mistakes mistakes;
  client_under_test::ClientLibrary library(file);
  for (auto& one : *loaded) {
    ReadyScenario ready{std::move(one), {}, {}};
    bench::Mistakes found_here;
    find_clients(ready.scenario.clients, library, ready.clients, found_here);
    find_clients(ready.scenario.catches, library, ready.catches, found_here);
    // The variants of a matrix have their clients in common, and what is wrong with them.
    if (mistakes.empty()) mistakes = std::move(found_here);
    if (!mistakes.empty()) return tl::unexpected(std::move(mistakes));
    all.push_back(std::move(ready));
  }
  return all;
}

bench::Loaded<std::vector<ReadyScenario>> read_all(const std::vector<std::string>& paths,
                                                   const std::vector<std::string>& assignments) {
  std::map<std::string, std::string> variables;
  for (const auto& assignment : assignments) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0) {
      return tl::unexpected(bench::Mistakes{{{"--var " + assignment, 0, 0}, "should be NAME=VALUE", {}}});
    }
    variables[assignment.substr(0, equals)] = assignment.substr(equals + 1);
  }
  std::vector<ReadyScenario> all;
  bench::Mistakes mistakes;
  for (const auto& file : scenario_files(paths)) {
    auto ready = read_scenarios(file, variables);
    if (ready) {
      std::move(ready->begin(), ready->end(), std::back_inserter(all));
    } else {
      mistakes.insert(mistakes.end(), ready.error().begin(), ready.error().end());
    }
  }
  if (mistakes.empty()) check_used(variables, all, mistakes);
  if (!mistakes.empty()) return tl::unexpected(std::move(mistakes));
  return all;
}

void print(const bench::Mistakes& mistakes) {
  for (const auto& mistake : mistakes) print_to(stderr, "{}\n", mistake.to_string());
}

}  // namespace modembench::command
