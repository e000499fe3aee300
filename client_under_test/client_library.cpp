#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "bench/language/named_file.hpp"
#include "bench/language/yaml_node.hpp"
#include "client_under_test/client.hpp"
#include "client_under_test/placeholder_mistakes.hpp"
#include "emulator/embedded.hpp"
#include "emulator/qmi/schema.hpp"
#include "files/whole_file.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;
using bench::Loaded;
using bench::Mistake;
using bench::Mistakes;

Mistakes mistake(const bench::ClientUse& use, std::string what, std::vector<std::string> nearest = {}) {
  return {Mistake{use.where, std::move(what), std::move(nearest)}};
}

/// A value that the client's YAML doesn't know is a slip of the pen.
Loaded<Client> check_variables(Client client, const bench::ClientUse& use) {
  Mistakes mistakes;
  std::vector<std::string> known;
  for (const auto& [name, value] : client.variables) known.push_back(name);
  for (const auto& [name, value] : use.variables) {
    const auto choices = client.choices.find(name);
    if (!client.variables.contains(name)) {
      mistakes.push_back({use.where, fmt::format("client {} has no variable '{}'", client.name, name),
                          qmi::nearest_names(name, known)});
    } else if (choices != client.choices.end() &&
               std::find(choices->second.begin(), choices->second.end(), value) == choices->second.end()) {
      mistakes.push_back({use.where,
                          fmt::format("'{}' of client {} is one of '{}', and not '{}'", name, client.name,
                                      fmt::join(choices->second, "', '"), value),
                          {}});
    }
  }
  if (!mistakes.empty()) return tl::unexpected(std::move(mistakes));
  return client;
}

/// A scenario's own text for the shell: what of it is a variable's value stays one.
Loaded<Client> take_script(Client client, const bench::ClientUse& use) {
  const auto given = use.variables.find(client.script_variable);
  if (client.script_variable.empty() || given == use.variables.end()) return client;
  client.script = given->second;
  auto where = use.where;
  if (const auto written = use.written.find(client.script_variable); written != use.written.end()) {
    client.filled = written->second.filled;
    where = written->second.where;
  }
  Mistakes mistakes;
  for (auto& wrong : mistakes_of_script(client)) mistakes.push_back({where, std::move(wrong), {}});
  if (!mistakes.empty()) return tl::unexpected(std::move(mistakes));
  return client;
}

}  // namespace

std::vector<std::string> built_in_clients() {
  std::vector<std::string> names;
  for (const auto& client : embedded_clients()) names.emplace_back(client.name);
  return names;
}

ClientLibrary::Known ClientLibrary::read(const bench::ClientUse& use) const {
  if (bench::is_path(use.client)) {
    const fs::path path = fs::path(scenario_file_).parent_path() / use.client;
    const auto text = files::read_whole(path, bench::kMaxYamlText);
    if (!text) return {tl::unexpected(mistake(use, fmt::format("no client: {}", text.error()))), 0};
    auto client = load_client(*text, path.string());
    if (client && !scenario_file_.empty()) client->writes_below = path.has_parent_path() ? path.parent_path() : ".";
    return {std::move(client), text->size()};
  }
  for (const auto& client : embedded_clients()) {
    if (!qmi::same_name(client.name, use.client)) continue;
    return {load_client(client.text, std::string(client.name) + ".yaml"), client.text.size()};
  }
  return {tl::unexpected(mistake(use, fmt::format("unknown client '{}'", use.client),
                                 qmi::nearest_names(use.client, built_in_clients()))),
          0};
}

Loaded<Client> ClientLibrary::find(const bench::ClientUse& use) {
  auto found = known_.find(use.client);
  if (found == known_.end()) found = known_.emplace(use.client, read(use)).first;
  const auto& [client, text] = found->second;
  if (!client) return tl::unexpected(client.error());
  if (text > kMaxText - text_) {
    return tl::unexpected(mistake(
        use, fmt::format("the clients of all runs of this file have more than {} MiB, the most that is read of them",
                         kMaxText >> 20)));
  }
  text_ += text;
  return check_variables(*client, use).and_then([&use](Client checked) {
    return take_script(std::move(checked), use);
  });
}

Loaded<Client> find_client(const bench::ClientUse& use, const std::string& scenario_file) {
  return ClientLibrary(scenario_file).find(use);
}

}  // namespace modembench::client_under_test
