#include "bench/language/read_map.hpp"

#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace modembench::bench {

std::vector<grammar::Put> read_rows(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec,
                                    grammar::OwnerTag owner) {
  MapReader map(reader, node, spec);
  return read_part(reader, map, spec, owner);
}

std::vector<grammar::Put> read_part(Reader& reader, MapReader& map, const grammar::MapSpec& part,
                                    grammar::OwnerTag owner) {
  if (part.owner != owner) {
    throw std::logic_error(fmt::format("the grammar's '{}' is bound to another struct", part.name));
  }
  std::vector<grammar::Put> puts;
  for (const auto& key : part.keys) {
    const bool is_required = key.presence == grammar::Presence::required;
    const auto* value = is_required ? map.require(key.name) : map.find(key.name);
    if (value == nullptr || key.bind == nullptr) continue;
    if (auto put = key.bind(reader, *value, key)) puts.push_back(std::move(*put));
  }
  return puts;
}

grammar::Put put_all(grammar::At at, std::vector<grammar::Put> puts) {
  return [at, puts = std::move(puts)](void* owner) {
    void* const member = at != nullptr ? at(owner) : owner;
    for (const auto& put : puts) put(member);
  };
}

}  // namespace modembench::bench
