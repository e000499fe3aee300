#include "client_under_test/client.hpp"

#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "bench/language/port_reader.hpp"
#include "bench/language/yaml_node.hpp"
#include "bench/language/yaml_reader.hpp"
#include "client_under_test/placeholder_mistakes.hpp"
#include "client_under_test/stage_interface.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::client_under_test {
namespace {

using bench::MapReader;
using bench::Reader;
using bench::YamlNode;

/// "true" is all ports; or those that are listed, of whatever modem.
UdevPorts read_udev(Reader& reader, const YamlNode& node) {
  if (node.kind == YamlNode::Kind::text) return {.all = reader.truth(node).value_or(false), .named = {}};
  UdevPorts ports;
  for (const auto& item : reader.one_or_list(node)) {
    if (const auto port = bench::read_any_port(reader, item)) ports.named.push_back(*port);
  }
  return ports;
}

void read_furnishing(Reader& reader, const MapReader& needs, Client& client) {
  auto& furnishing = client.furnishing;
  if (const auto* udev = needs.find("udev")) furnishing.udev = read_udev(reader, *udev);
  if (const auto* net = needs.find("net")) {
    furnishing.net = reader.text(*net).value_or("");
    if (!is_interface_name(furnishing.net)) {
      reader.mistake(*net,
                     fmt::format("'{}' is no name of a network interface: up to 15 letters, as wwan0", furnishing.net));
    }
  }
  if (const auto* bus = needs.find("dbus")) furnishing.system_bus = reader.choice(*bus, "bus", {"system"}).has_value();
  if (const auto* services = needs.find("services")) {
    furnishing.bus_services = reader.texts(*services);
    if (!furnishing.system_bus) reader.mistake(*services, "services are started by a bus: 'dbus: system' is missing");
  }
  if (!furnishing.udev.empty() || furnishing.system_bus || !furnishing.net.empty()) client.needs_stage = true;
}

NeedsNode read_needs_node(Reader& reader, const YamlNode& node) {
  constexpr std::array kMeant = {NeedsNode::no, NeedsNode::yes, NeedsNode::always};
  return kMeant[reader.choice(node, "need of a node", {"false", "true", "always"}).value_or(0)];
}

void read_needs(Reader& reader, const YamlNode& node, Client& client) {
  const MapReader needs(reader, node, {"programs", "package", "node", "stage", "udev", "net", "dbus", "services"});
  if (const auto* programs = needs.find("programs")) client.programs = reader.texts(*programs);
  if (const auto* package = needs.find("package")) client.package = reader.text(*package).value_or("");
  if (const auto* nodes = needs.find("node")) client.needs_node = read_needs_node(reader, *nodes);
  if (const auto* stage = needs.find("stage")) client.needs_stage = reader.truth(*stage).value_or(false);
  read_furnishing(reader, needs, client);
}

void read_writes(Reader& reader, const YamlNode& node, Client& client) {
  client.writes = reader.texts(node);
  for (const auto& path : client.writes) {
    if (path.empty()) reader.mistake(node, "'writes' names files and folders, none of them by ''");
  }
}

void read_clock(Reader& reader, const YamlNode& node, Client& client) {
  client.real_clock = reader.text(node).value_or("real") == "real";
  if (!client.real_clock) reader.mistake(node, "the only clock that a client can ask for is 'real'");
}

void read_claims(Reader& reader, const YamlNode& node, Client& client) {
  for (const auto& item : reader.one_or_list(node)) {
    MapReader map(reader, item, {"says", "answer"});
    Claim claim;
    if (const auto* says = map.require("says")) claim.says = reader.pattern(*says).value_or("");
    if (const auto* answer = map.require("answer")) {
      claim.answer = reader.text(*answer).value_or("");
      if (qmi::find_message(claim.answer).message == nullptr) {
        reader.mistake(*answer,
                       fmt::format("'{}' is no message: its service and name, as WDS Start Network", claim.answer));
      }
    }
    client.claims.push_back(std::move(claim));
  }
}

/// A file's name stays in the client's folder.
void check_file_names(Reader& reader, const YamlNode& node, const Client& client) {
  for (const auto& [name, text] : client.files) {
    if (name.empty() || name.find('/') != std::string::npos || name == "." || name == "..") {
      reader.mistake(node, fmt::format("'{}' is no name of a file in the client's folder: no '/'", name));
    }
  }
}

/// A text, or a list of the values that there can be.
void read_variables(Reader& reader, const YamlNode& node, Client& client) {
  for (const auto& entry : reader.map(node, "names and values")) {
    const auto& name = entry.key.text;
    if (!is_variable_name(name)) {
      reader.mistake(entry.key, fmt::format("'{}' is no name of a variable: letters, digits and '_', as apn", name));
    }
    const auto values = reader.texts(entry.value);
    client.variables[name] = values.empty() ? "" : values.front();
    if (entry.value.kind == YamlNode::Kind::list) client.choices[name] = values;
  }
}

void read_start(Reader& reader, const YamlNode& root, MapReader& map, const PlaceholderCheck& check, Client& client) {
  const auto* command = map.find("command");
  const auto* script = map.find("script");
  const auto* variable = map.find("script variable");
  if ((command != nullptr) + (script != nullptr) + (variable != nullptr) != 1) {
    reader.mistake(root, "a client has either 'command' (a list of arguments) or 'script' (text for /bin/sh)");
    return;
  }
  if (variable != nullptr) {
    client.script_variable = reader.text(*variable).value_or("");
    const auto usual = client.variables.find(client.script_variable);
    if (usual == client.variables.end()) reader.mistake(*variable, "should be the name of one of its variables");
    if (usual != client.variables.end()) client.script = usual->second;
  }
  if (script != nullptr) {
    client.script = reader.text(*script).value_or("");
    check.script(*script);
  }
  if (command != nullptr) {
    client.command = reader.texts(*command);
    check.command(*command);
  }
}

}  // namespace

bench::Loaded<Client> load_client(std::string_view text, const std::string& file) {
  auto document = bench::parse_yaml(text, file);
  if (!document) return tl::unexpected(document.error());
  const YamlNode& root = *document;
  Reader reader(file);
  Client client;
  client.name = std::filesystem::path(file).stem().string();
  MapReader map(
      reader, root,
      {"about", "needs", "writes", "clock", "claims", "variables", "files", "command", "script", "script variable"});
  if (const auto* about = map.require("about")) client.about = reader.text(*about).value_or("");
  if (const auto* needs = map.find("needs")) read_needs(reader, *needs, client);
  if (const auto* writes = map.find("writes")) read_writes(reader, *writes, client);
  if (const auto* clock = map.find("clock")) read_clock(reader, *clock, client);
  if (const auto* claims = map.find("claims")) read_claims(reader, *claims, client);
  if (const auto* variables = map.find("variables")) read_variables(reader, *variables, client);
  const PlaceholderCheck check(reader, text, client);
  if (const auto* files = map.find("files")) {
    client.files = reader.text_map(*files);
    check_file_names(reader, *files, client);
    check.files(*files);
  }
  read_start(reader, root, map, check, client);
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
