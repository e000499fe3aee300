#include "bench/language/variables.hpp"

#include <utility>

#include "emulator/qmi/schema.hpp"

namespace modembench::bench {

void Variables::add(const std::string& name, const YamlNode& value) {
  if (known_.emplace(name, Variable{&value, std::nullopt}).second) names_.push_back(name);
}

const YamlNode* Variables::find(const std::string& name) const {
  const auto found = known_.find(name);
  return found == known_.end() ? nullptr : found->second.value;
}

YamlSize Variables::size(const std::string& name) {
  auto& variable = known_.at(name);
  if (!variable.size) variable.size = size_of(*variable.value);
  return *variable.size;
}

void check_variable_name(Reader& reader, const YamlNode& name) {
  constexpr std::string_view kOfNames = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  if (!name.text.empty() && name.text.find_first_not_of(kOfNames) == std::string::npos) return;
  reader.mistake(name, "the name of a variable has letters, digits, '-' and '_'");
}

YamlNode read_variables(Reader& reader, std::optional<YamlNode> node, const ReadOptions& options) {
  if (!node) return {};
  // map() notes a mistake if the node is no map.
  for (const auto& entry : reader.map(*node, "names and values")) {
    check_variable_name(reader, entry.key);
  }
  for (auto& entry : node->entries) {
    const auto given = options.variables.find(entry.key.text);
    if (given == options.variables.end()) continue;
    entry.value.kind = YamlNode::Kind::text;
    entry.value.text = given->second;
    entry.value.items.clear();
    entry.value.entries.clear();
  }
  return std::move(*node);
}

std::vector<std::string> variable_names(const YamlNode& root) {
  std::vector<std::string> names;
  for (const auto& entry : root.entries) {
    if (!qmi::same_name(entry.key.text, "vars") && !qmi::same_name(entry.key.text, "matrix")) continue;
    for (const auto& variable : entry.value.entries) names.push_back(variable.key.text);
  }
  return names;
}

}  // namespace modembench::bench
