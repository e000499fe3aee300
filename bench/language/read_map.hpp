#pragma once

#include <vector>

#include "bench/language/grammar/form.hpp"
#include "bench/language/yaml_reader.hpp"
#include "bench/plan/changes.hpp"

/// The way from a map of a file into a struct. It goes by the rows of the grammar's table, each bound to a member. A
/// value that is wrong is noted and left out.
namespace modembench::bench {

namespace grammar {

/// A variable for each struct, whose address is the struct's tag.
template <class T>
inline constexpr char kOwner = 0;
template <class T>
constexpr OwnerTag owner_of() {
  return &kOwner<T>;
}

}  // namespace grammar

/// Reads the values of all keys that a map has, in the order of the table. `owner` tells the struct that the values
/// will be put into, which must be the one that the table is bound to.
[[nodiscard]] std::vector<grammar::Put> read_rows(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec,
                                                  grammar::OwnerTag owner);

/// Reads the values of those keys of a map that `part` has.
[[nodiscard]] std::vector<grammar::Put> read_part(Reader& reader, MapReader& map, const grammar::MapSpec& part,
                                                  grammar::OwnerTag owner);

/// All that was read of a map, into a member that is a struct, or into the owner itself if `at` is null.
[[nodiscard]] grammar::Put put_all(grammar::At at, std::vector<grammar::Put> puts);

/// Reads a map as changes that can be made at any time, to settings as they are then. A key that isn't there changes
/// nothing.
template <class Settings>
[[nodiscard]] Changes<Settings> read_changes(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec) {
  Changes<Settings> changes;
  for (auto& put : read_rows(reader, node, spec, grammar::owner_of<Settings>())) {
    changes.push_back([put = std::move(put)](Settings& settings) { put(&settings); });
  }
  return changes;
}

/// Reads a map into `settings`. A key that isn't there changes nothing.
template <class Settings>
void read_into(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec, Settings& settings) {
  for (const auto& put : read_rows(reader, node, spec, grammar::owner_of<Settings>())) put(&settings);
}

/// Reads a list of maps, or a map that stands alone, each into an item.
template <class Item>
[[nodiscard]] std::vector<Item> read_list(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec) {
  std::vector<Item> items;
  for (const auto& item : reader.one_or_list(node)) read_into(reader, item, spec, items.emplace_back());
  return items;
}

}  // namespace modembench::bench
