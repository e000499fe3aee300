#pragma once

#include <vector>

#include "bench/language/grammar/form.hpp"
#include "bench/language/yaml_reader.hpp"
#include "bench/plan/changes.hpp"

/// The one way from a map of a file into a struct: by the rows of the grammar's table, each bound to a member.
namespace modembench::bench {

namespace grammar {

template <class T>
inline constexpr char kOwner = 0;
template <class T>
constexpr OwnerTag owner_of() {
  return &kOwner<T>;
}

}  // namespace grammar

/// The values of all keys that are there, in the order of the table. `owner` is what they will be put into.
[[nodiscard]] std::vector<grammar::Put> read_rows(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec,
                                                  grammar::OwnerTag owner);

/// The same of a map of which these keys are a part.
[[nodiscard]] std::vector<grammar::Put> read_part(Reader& reader, MapReader& map, const grammar::MapSpec& part,
                                                  grammar::OwnerTag owner);

/// As changes that can be made at any time, to settings as they are then. Keys that aren't there change nothing.
template <class Settings>
[[nodiscard]] Changes<Settings> read_changes(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec) {
  Changes<Settings> changes;
  for (auto& put : read_rows(reader, node, spec, grammar::owner_of<Settings>())) {
    changes.push_back([put = std::move(put)](Settings& settings) { put(&settings); });
  }
  return changes;
}

/// Into settings that are there.
template <class Settings>
void read_into(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec, Settings& settings) {
  for (const auto& put : read_rows(reader, node, spec, grammar::owner_of<Settings>())) put(&settings);
}

/// The items of a list, or one that stands alone.
template <class Item>
[[nodiscard]] std::vector<Item> read_list(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec) {
  std::vector<Item> items;
  for (const auto& item : reader.one_or_list(node)) read_into(reader, item, spec, items.emplace_back());
  return items;
}

}  // namespace modembench::bench
