#include "bench/language/matrix.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "bench/language/variables.hpp"

namespace modembench::bench {
namespace {

std::vector<Choice> read_choices(Reader& reader, const YamlNode& node) {
  std::vector<Choice> choices;
  if (node.kind == YamlNode::Kind::map) {
    for (const auto& entry : node.entries) choices.push_back({entry.key.text, entry.value});
  } else if (node.kind == YamlNode::Kind::list) {
    for (const auto& item : node.items) choices.push_back({in_one_line(item), item});
  } else {
    reader.mistake(node,
                   fmt::format("should be a list of values, or a map of names and values; is {}", describe(node)));
  }
  if (choices.empty() && node.kind != YamlNode::Kind::text && node.kind != YamlNode::Kind::nothing) {
    reader.mistake(node, "has no value: there would be nothing to run");
  }
  return choices;
}

}  // namespace

std::vector<Dimension> read_matrix(Reader& reader, const std::optional<YamlNode>& node, const ReadOptions& options) {
  std::vector<Dimension> dimensions;
  if (!node) return dimensions;
  std::size_t variants = 1;
  for (const auto& entry : reader.map(*node, "names and their values")) {
    check_variable_name(reader, entry.key);
    Dimension made{entry.key.text, read_choices(reader, entry.value)};
    if (const auto given = options.variables.find(made.name); given != options.variables.end()) {
      // The value is given by its label, so that a person can run one variant alone.
      std::erase_if(made.choices, [&](const Choice& choice) { return choice.label != given->second; });
    }
    variants *= std::max<std::size_t>(made.choices.size(), 1);
    if (variants > kMaxVariants) {
      reader.mistake(entry.key, fmt::format("makes more than {} variants", kMaxVariants));
      return {};
    }
    dimensions.push_back(std::move(made));
  }
  return dimensions;
}

std::size_t longest_label(const Dimension& dimension) {
  std::size_t longest = 0;
  for (const auto& choice : dimension.choices) longest = std::max(longest, choice.label.size());
  return longest;
}

}  // namespace modembench::bench
