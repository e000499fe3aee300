#include "bench/language/flatten.hpp"

#include <utility>

#include <fmt/format.h>

#include "bench/language/extend.hpp"
#include "bench/language/fill.hpp"
#include "bench/language/matrix.hpp"
#include "bench/language/variables.hpp"

namespace modembench::bench {
namespace {

std::optional<YamlNode> take(YamlNode& map, std::string_view key) {
  const auto* entry = find_entry(map, key);
  if (entry == nullptr) return std::nullopt;
  const auto at = map.entries.begin() + (entry - map.entries.data());
  YamlNode value = std::move(at->value);
  map.entries.erase(at);
  return value;
}

}  // namespace

void flatten(Reader& reader, YamlNode root, const ReadOptions& options,
             const std::function<void(FlatScenario)>& take_one) {
  if (root.kind != YamlNode::Kind::map) return take_one({std::move(root), ""});
  if (const auto extends = take(root, "extends")) root = extended(reader, std::move(root), *extends, options);
  const YamlNode own = read_variables(reader, take(root, "vars"), options);
  const auto matrix = take(root, "matrix");
  const auto dimensions = read_matrix(reader, matrix, options);

  std::size_t variants = 1;
  YamlSize size = size_of(root);
  size.values += own.entries.size() + dimensions.size();
  for (const auto& dimension : dimensions) {
    if (dimension.choices.empty()) return;
    variants *= dimension.choices.size();
    size.text += dimension.name.size() + longest_label(dimension);
  }
  Ledger ledger(reader);
  if (!ledger.has_room(matrix ? *matrix : root, size, variants)) return;

  std::vector<std::size_t> at(dimensions.size(), 0);
  while (!ledger.full() && !reader.full()) {
    FlatScenario one{root, ""};
    Variables all;
    for (std::size_t i = 0; i < dimensions.size(); ++i) {
      const Choice& choice = dimensions[i].choices[at[i]];
      one.variant += fmt::format("{}{}={}", i > 0 ? ", " : "", dimensions[i].name, choice.label);
      all.add(dimensions[i].name, choice.value);
    }
    for (const auto& entry : own.entries) all.add(entry.key.text, entry.value);
    fill(reader, one.root, all, ledger);
    if (!ledger.full()) take_one(std::move(one));
    // The last name changes fastest, as a person would write the variants down.
    std::size_t i = dimensions.size();
    while (i > 0 && ++at[i - 1] == dimensions[i - 1].choices.size()) at[--i] = 0;
    if (i == 0) return;
  }
}

}  // namespace modembench::bench
