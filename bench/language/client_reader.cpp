#include "bench/language/client_reader.hpp"

#include <unordered_set>

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/read_map.hpp"
#include "bench/language/time_reader.hpp"
#include "bench/plan/milestone.hpp"

namespace modembench::bench {
namespace {

void read_values(Reader& reader, const YamlNode& node, ClientUse& use) {
  use.variables = reader.text_map(node);
  for (const auto& entry : node.entries) {
    use.written[entry.key.text] = {reader.position(entry.value), entry.value.filled};
  }
}

std::optional<ClientUse> read_client(Reader& reader, const YamlNode& node) {
  ClientUse use;
  use.where = reader.position(node);
  if (node.kind == YamlNode::Kind::map) {
    MapReader map(reader, node, grammar::client_use);
    for (const auto& put : read_part(reader, map, grammar::client_use, grammar::owner_of<ClientUse>())) put(&use);
    if (const auto* with = map.find("with")) read_values(reader, *with, use);
  } else if (auto name = read_client_name(reader, node)) {
    use.client = std::move(*name);
  }
  if (use.client.empty()) return std::nullopt;
  if (use.as.empty()) use.as = use.client;
  return use;
}

}  // namespace

std::optional<std::string> read_client_name(Reader& reader, const YamlNode& node) {
  auto name = reader.text(node);
  if (name && name->empty()) {
    reader.mistake(node, "should be a name, is empty");
    return std::nullopt;
  }
  return name;
}

std::optional<AtTime> read_start(Reader& reader, const YamlNode& node) {
  const auto start = read_at_time(reader, node, Milestone::start);
  if (!start) return std::nullopt;
  if (start->milestone == Milestone::client_starts || start->milestone == Milestone::client_exits) {
    reader.mistake(node, "a client can't wait for itself");
    return std::nullopt;
  }
  return start;
}

std::optional<std::vector<ClientUse>> read_clients(Reader& reader, const YamlNode& node) {
  std::vector<ClientUse> clients;
  std::unordered_set<std::string> names;
  for (const auto& item : reader.one_or_list(node)) {
    if (clients.size() == kMaxClients) {
      reader.mistake(item, fmt::format("a scenario has at most {} clients", kMaxClients));
      return clients;
    }
    auto client = read_client(reader, item);
    if (!client) continue;
    if (!names.insert(client->as).second) {
      reader.mistake(item, fmt::format("there are two clients '{}'; give one another name with 'as'", client->as));
    }
    clients.push_back(std::move(*client));
  }
  return clients;
}

}  // namespace modembench::bench
