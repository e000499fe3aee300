#include "command/scenario_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace modembench::command {
namespace {

namespace fs = std::filesystem;

std::string read_file(const std::string& path, bool& found) {
  std::error_code error;
  std::ifstream file(path, std::ios::binary);
  found = file.good() && !fs::is_directory(path, error);
  if (!found) return {};
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void find_clients(const std::vector<scenario::ClientUse>& uses, const std::string& file,
                  std::vector<client_under_test::Client>& clients, scenario::Mistakes& mistakes) {
  for (const auto& use : uses) {
    auto client = client_under_test::find_client(use, file);
    if (client) {
      clients.push_back(std::move(*client));
    } else {
      mistakes.insert(mistakes.end(), client.error().begin(), client.error().end());
    }
  }
}

}  // namespace

std::vector<std::string> scenario_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const auto& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(path, error)) {
      if (entry.path().extension() == ".yaml") found.push_back(entry.path().string());
    }
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

scenario::Loaded<ReadyScenario> read_scenario(const std::string& file) {
  bool found = false;
  const auto text = read_file(file, found);
  if (!found) return tl::unexpected(scenario::Mistakes{{{file, 0, 0}, "no such file, or it can't be read", {}}});
  auto loaded = scenario::load_scenario(text, file, read_file);
  if (!loaded) return tl::unexpected(loaded.error());
  ReadyScenario ready{std::move(*loaded), {}, {}};
  scenario::Mistakes mistakes;
  find_clients(ready.scenario.clients, file, ready.clients, mistakes);
  find_clients(ready.scenario.catches, file, ready.catches, mistakes);
  if (!mistakes.empty()) return tl::unexpected(std::move(mistakes));
  return ready;
}

void print(const scenario::Mistakes& mistakes) {
  for (const auto& mistake : mistakes) fmt::print(stderr, "{}\n", mistake.to_string());
}

}  // namespace modembench::command
