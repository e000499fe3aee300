#include "client_under_test/client.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "emulator/scenario/yaml_node.hpp"
#include "emulator/scenario/yaml_reader.hpp"

namespace modembench::client_under_test {
namespace {

using scenario::MapReader;
using scenario::Reader;
using scenario::YamlNode;

void read_needs(Reader& reader, const YamlNode& node, Client& client) {
  const MapReader needs(reader, node, {"programs", "package", "stage"});
  if (const auto* programs = needs.find("programs")) client.programs = reader.texts(*programs);
  if (const auto* package = needs.find("package")) client.package = reader.text(*package).value_or("");
  if (const auto* stage = needs.find("stage")) client.needs_stage = reader.truth(*stage).value_or(false);
}

/// A file's name stays in the client's folder.
void check_file_names(Reader& reader, const YamlNode& node, const Client& client) {
  for (const auto& [name, text] : client.files) {
    if (name.empty() || name.find('/') != std::string::npos || name == "." || name == "..") {
      reader.mistake(node, fmt::format("'{}' is no name of a file in the client's folder: no '/'", name));
    }
  }
}

void read_start(Reader& reader, const YamlNode& root, MapReader& map, Client& client) {
  const auto* command = map.find("command");
  const auto* script = map.find("script");
  if ((command == nullptr) == (script == nullptr)) {
    reader.mistake(root, "a client has either 'command' (a list of arguments) or 'script' (text for /bin/sh)");
    return;
  }
  if (script != nullptr) client.script = reader.text(*script).value_or("");
  if (command != nullptr) client.command = reader.texts(*command);
}

}  // namespace

scenario::Loaded<Client> load_client(std::string_view text, const std::string& file) {
  auto document = scenario::parse_yaml(text, file);
  if (!document) return tl::unexpected(document.error());
  const YamlNode& root = *document;
  Reader reader(file);
  Client client;
  client.name = std::filesystem::path(file).stem().string();
  MapReader map(reader, root, {"about", "needs", "variables", "files", "command", "script"});
  if (const auto* about = map.require("about")) client.about = reader.text(*about).value_or("");
  if (const auto* needs = map.find("needs")) read_needs(reader, *needs, client);
  if (const auto* variables = map.find("variables")) client.variables = reader.text_map(*variables);
  if (const auto* files = map.find("files")) {
    client.files = reader.text_map(*files);
    check_file_names(reader, *files, client);
  }
  read_start(reader, root, map, client);
  if (!reader.good()) return tl::unexpected(reader.finish());
  return client;
}

Client own_client(std::vector<std::string> command) {
  Client client;
  client.name = command.front();
  client.about = "your own command";
  client.command = std::move(command);
  return client;
}

}  // namespace modembench::client_under_test
