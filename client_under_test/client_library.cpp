#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "client_under_test/client.hpp"
#include "emulator/embedded.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;
using scenario::Loaded;
using scenario::Mistake;
using scenario::Mistakes;

bool is_path(const std::string& name) { return name.find('/') != std::string::npos || name.ends_with(".yaml"); }

Mistakes mistake(const scenario::ClientUse& use, std::string what, std::vector<std::string> nearest = {}) {
  return {Mistake{use.where, std::move(what), std::move(nearest)}};
}

Loaded<Client> read_client(const scenario::ClientUse& use, const std::string& scenario_file) {
  const fs::path path = fs::path(scenario_file).parent_path() / use.client;
  std::error_code error;
  std::ifstream file(path, std::ios::binary);
  if (!file.good() || fs::is_directory(path, error)) {
    return tl::unexpected(mistake(use, fmt::format("no client at {}, or it can't be read", path.string())));
  }
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  auto client = load_client(text, path.string());
  if (client && !scenario_file.empty()) client->writes_below = path.has_parent_path() ? path.parent_path() : ".";
  return client;
}

/// A value that the client's YAML doesn't know is a slip of the pen.
Loaded<Client> check_variables(Client client, const scenario::ClientUse& use) {
  Mistakes mistakes;
  std::vector<std::string> known;
  for (const auto& [name, value] : client.variables) known.push_back(name);
  for (const auto& [name, value] : use.variables) {
    if (client.variables.contains(name)) continue;
    mistakes.push_back(
        {use.where, fmt::format("client {} has no variable '{}'", client.name, name), qmi::nearest_names(name, known)});
  }
  if (!mistakes.empty()) return tl::unexpected(std::move(mistakes));
  return client;
}

}  // namespace

std::vector<std::string> built_in_clients() {
  std::vector<std::string> names;
  for (const auto& client : embedded_clients()) names.emplace_back(client.name);
  return names;
}

Loaded<Client> find_client(const scenario::ClientUse& use, const std::string& scenario_file) {
  const auto check = [&use](Client client) { return check_variables(std::move(client), use); };
  if (is_path(use.client)) return read_client(use, scenario_file).and_then(check);
  for (const auto& client : embedded_clients()) {
    if (qmi::same_name(client.name, use.client)) {
      return load_client(client.text, std::string(client.name) + ".yaml").and_then(check);
    }
  }
  return tl::unexpected(
      mistake(use, fmt::format("unknown client '{}'", use.client), qmi::nearest_names(use.client, built_in_clients())));
}

}  // namespace modembench::client_under_test
