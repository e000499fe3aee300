#include "bench/language/read_map.hpp"

#include <stdexcept>

#include <fmt/format.h>

namespace modembench::bench {

std::vector<grammar::Put> read_rows(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec,
                                    grammar::OwnerTag owner) {
  if (spec.owner != owner) {
    throw std::logic_error(fmt::format("the grammar's '{}' is bound to another struct", spec.name));
  }
  MapReader map(reader, node, spec);
  std::vector<grammar::Put> puts;
  for (const auto& key : spec.keys) {
    const bool is_required = key.presence == grammar::Presence::required;
    const auto* value = is_required ? map.require(key.name) : map.find(key.name);
    if (value == nullptr || key.bind == nullptr) continue;
    if (auto put = key.bind(reader, *value, key)) puts.push_back(std::move(*put));
  }
  return puts;
}

}  // namespace modembench::bench
