#include "emulator/scenario/flatten.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "emulator/qmi/schema.hpp"
#include "emulator/scenario/network_settings_reader.hpp"

namespace modembench::scenario {
namespace {

using Kind = YamlNode::Kind;
using Variables = std::vector<std::pair<std::string, YamlNode>>;

YamlEntry* find_entry(YamlNode& map, std::string_view key) {
  const auto found = std::find_if(map.entries.begin(), map.entries.end(),
                                  [&](const YamlEntry& entry) { return qmi::same_name(entry.key.text, key); });
  return found != map.entries.end() ? &*found : nullptr;
}

std::optional<YamlNode> take(YamlNode& map, std::string_view key) {
  auto* entry = find_entry(map, key);
  if (entry == nullptr) return std::nullopt;
  YamlNode value = std::move(entry->value);
  map.entries.erase(map.entries.begin() + (entry - map.entries.data()));
  return value;
}

// --- extends

void set_file(YamlNode& node, const std::shared_ptr<const std::string>& file) {
  node.file = file;
  for (auto& item : node.items) set_file(item, file);
  for (auto& entry : node.entries) {
    set_file(entry.key, file);
    set_file(entry.value, file);
  }
}

YamlNode as_list(YamlNode node) {
  if (node.kind == Kind::list) return node;
  YamlNode list;
  list.kind = Kind::list;
  list.line = node.line;
  list.column = node.column;
  list.file = node.file;
  list.items.push_back(std::move(node));
  return list;
}

void merge(YamlNode& into, YamlNode own, bool is_root) {
  constexpr std::array<std::string_view, 3> kAppended = {"seen", "when", "expect"};
  for (auto& entry : own.entries) {
    auto* there = find_entry(into, entry.key.text);
    const bool appends = is_root && std::any_of(kAppended.begin(), kAppended.end(), [&](std::string_view key) {
                           return qmi::same_name(key, entry.key.text);
                         });
    if (there == nullptr) {
      into.entries.push_back(std::move(entry));
    } else if (appends) {
      there->value = as_list(std::move(there->value));
      auto more = as_list(std::move(entry.value));
      std::move(more.items.begin(), more.items.end(), std::back_inserter(there->value.items));
    } else if (there->value.kind == Kind::map && entry.value.kind == Kind::map) {
      merge(there->value, std::move(entry.value), false);
    } else {
      *there = std::move(entry);
    }
  }
}

/// The base with the scenario's own on top of it.
YamlNode extended(Reader& reader, YamlNode root, const YamlNode& extends, const ReadOptions& options) {
  const auto name = reader.text(extends);
  if (!name) return root;
  const auto path = path_from(reader.file(), *name);
  bool found = false;
  const std::string text = options.read_file != nullptr ? options.read_file(path, found) : "";
  if (!found) {
    reader.mistake(extends, fmt::format("there is no file {}, or it can't be read", path));
    return root;
  }
  auto base = parse_yaml(text, path);
  if (!base) {
    reader.add(base.error());
    return root;
  }
  set_file(*base, std::make_shared<const std::string>(path));
  if (base->kind != Kind::map) {
    reader.mistake(*base, fmt::format("should be a scenario, is {}", describe(*base)));
    return root;
  }
  if (const auto* deeper = find_entry(*base, "extends")) {
    reader.mistake(deeper->key, fmt::format("{} is extended itself and can't extend another", path));
    return root;
  }
  YamlNode merged = std::move(*base);
  merged.line = root.line;
  merged.column = root.column;
  merged.file = root.file;
  merge(merged, std::move(root), true);
  return merged;
}

// --- variables

bool is_name(std::string_view text) {
  constexpr std::string_view kOfNames = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return !text.empty() && text.find_first_not_of(kOfNames) == std::string_view::npos;
}

Variables read_variables(Reader& reader, const std::optional<YamlNode>& node, const ReadOptions& options) {
  Variables variables;
  if (!node) return variables;
  for (const auto& entry : reader.map(*node, "names and values")) {
    if (!is_name(entry.key.text)) {
      reader.mistake(entry.key, "the name of a variable has letters, digits, '-' and '_'");
    }
    YamlNode value = entry.value;
    if (const auto given = options.variables.find(entry.key.text); given != options.variables.end()) {
      value.kind = Kind::text;
      value.text = given->second;
      value.items.clear();
      value.entries.clear();
    }
    variables.emplace_back(entry.key.text, std::move(value));
  }
  return variables;
}

class Filler {
 public:
  Filler(Reader& reader, const Variables& variables) : reader_(reader), variables_(variables) {}

  void fill(YamlNode& node) {
    if (node.kind == Kind::text) fill_text(node);
    for (auto& item : node.items) fill(item);
    for (auto& entry : node.entries) fill(entry.value);
  }

 private:
  const YamlNode* find(const YamlNode& at, const std::string& name) {
    for (const auto& [known, value] : variables_) {
      if (known == name) return &value;
    }
    std::vector<std::string> names;
    for (const auto& [known, value] : variables_) names.push_back(known);
    reader_.unknown(at, "variable", name, names);
    return nullptr;
  }

  void fill_text(YamlNode& node) {
    const std::string text = node.text;
    if (text.starts_with("${") && text.find('}') == text.size() - 1) {
      const auto* value = find(node, text.substr(2, text.size() - 3));
      if (value == nullptr) return;
      const YamlNode at = node;
      node = *value;
      if (node.kind != Kind::text) return;
      // What is wrong with a text is told where it is used.
      node.line = at.line;
      node.column = at.column;
      node.file = at.file;
      node.filled = {{0, node.text.size()}};
      return;
    }
    std::string filled;
    for (std::size_t i = 0; i < text.size();) {
      if (text.compare(i, 3, "$${") == 0) {
        filled += "${";
        i += 3;
      } else if (text.compare(i, 2, "${") == 0 && text.find('}', i) != std::string::npos) {
        const std::size_t end = text.find('}', i);
        const auto* value = find(node, text.substr(i + 2, end - i - 2));
        if (value != nullptr && value->kind != Kind::text) {
          reader_.mistake(
              node, fmt::format("{} is {}, which is no part of a text", text.substr(i, end - i + 1), describe(*value)));
        }
        if (value != nullptr) {
          node.filled.push_back({filled.size(), value->text.size()});
          filled += value->text;
        }
        i = end + 1;
      } else {
        filled.push_back(text[i++]);
      }
    }
    node.text = std::move(filled);
  }

  Reader& reader_;
  const Variables& variables_;
};

// --- matrix

/// One value of one name of the matrix.
struct Choice {
  std::string label;
  YamlNode value;
};
struct Dimension {
  std::string name;
  std::vector<Choice> choices;
};

std::vector<Choice> read_choices(Reader& reader, const YamlNode& node) {
  std::vector<Choice> choices;
  if (node.kind == Kind::map) {
    for (const auto& entry : node.entries) choices.push_back({entry.key.text, entry.value});
  } else if (node.kind == Kind::list) {
    for (const auto& item : node.items) choices.push_back({in_one_line(item), item});
  } else {
    reader.mistake(node,
                   fmt::format("should be a list of values, or a map of names and values; is {}", describe(node)));
  }
  if (choices.empty() && node.kind != Kind::text && node.kind != Kind::nothing) {
    reader.mistake(node, "has no value: there would be nothing to run");
  }
  return choices;
}

std::vector<Dimension> read_matrix(Reader& reader, const std::optional<YamlNode>& node, const ReadOptions& options) {
  std::vector<Dimension> dimensions;
  if (!node) return dimensions;
  std::size_t variants = 1;
  for (const auto& entry : reader.map(*node, "names and their values")) {
    if (!is_name(entry.key.text)) {
      reader.mistake(entry.key, "the name of a variable has letters, digits, '-' and '_'");
    }
    Dimension made{entry.key.text, read_choices(reader, entry.value)};
    if (const auto given = options.variables.find(made.name); given != options.variables.end()) {
      // By its label, so that a person can run one of them.
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

}  // namespace

std::string path_from(const std::string& file, const std::string& path) {
  const std::string plain = path.substr(path.starts_with("./") ? 2 : 0);
  const std::size_t slash = file.rfind('/');
  if (plain.starts_with('/') || slash == std::string::npos) return plain;
  return file.substr(0, slash + 1) + plain;
}

std::vector<std::string> variable_names(const YamlNode& root) {
  std::vector<std::string> names;
  for (const auto& entry : root.entries) {
    if (!qmi::same_name(entry.key.text, "vars") && !qmi::same_name(entry.key.text, "matrix")) continue;
    for (const auto& variable : entry.value.entries) names.push_back(variable.key.text);
  }
  return names;
}

std::vector<FlatScenario> flatten(Reader& reader, YamlNode root, const ReadOptions& options) {
  if (root.kind != Kind::map) return {{std::move(root), ""}};
  if (const auto extends = take(root, "extends")) root = extended(reader, std::move(root), *extends, options);
  const Variables variables = read_variables(reader, take(root, "vars"), options);
  const auto dimensions = read_matrix(reader, take(root, "matrix"), options);

  std::vector<std::size_t> at(dimensions.size(), 0);
  std::vector<FlatScenario> flat;
  for (;;) {
    FlatScenario one{root, ""};
    Variables all;
    for (std::size_t i = 0; i < dimensions.size(); ++i) {
      if (dimensions[i].choices.empty()) return flat;
      const Choice& choice = dimensions[i].choices[at[i]];
      one.variant += fmt::format("{}{}={}", i > 0 ? ", " : "", dimensions[i].name, choice.label);
      all.emplace_back(dimensions[i].name, choice.value);
    }
    all.insert(all.end(), variables.begin(), variables.end());
    Filler(reader, all).fill(one.root);
    flat.push_back(std::move(one));
    // The last name changes fastest, as a person would write the variants down.
    std::size_t i = dimensions.size();
    while (i > 0 && ++at[i - 1] == dimensions[i - 1].choices.size()) at[--i] = 0;
    if (i == 0) return flat;
  }
}

}  // namespace modembench::scenario
