#include "bench/language/flatten.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "emulator/qmi/naming.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

using Kind = YamlNode::Kind;

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
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < into.entries.size(); ++i) places.emplace(qmi::plain_name(into.entries[i].key.text), i);
  for (auto& entry : own.entries) {
    const auto place = places.emplace(qmi::plain_name(entry.key.text), into.entries.size());
    auto* there = place.second ? nullptr : &into.entries[place.first->second];
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
  const auto text = read_named(reader, extends, path, options);
  if (!text) return root;
  auto base = parse_yaml(*text, path);
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

/// All that may be filled in, by its name; the matrix's own come first.
class Variables {
 public:
  void add(const std::string& name, const YamlNode& value) {
    if (known_.emplace(name, Variable{&value, std::nullopt}).second) names_.push_back(name);
  }
  [[nodiscard]] const YamlNode* find(const std::string& name) const {
    const auto found = known_.find(name);
    return found == known_.end() ? nullptr : found->second.value;
  }
  /// Of one that there is.
  [[nodiscard]] YamlSize size(const std::string& name) {
    auto& variable = known_.at(name);
    if (!variable.size) variable.size = size_of(*variable.value);
    return *variable.size;
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  struct Variable {
    const YamlNode* value = nullptr;
    std::optional<YamlSize> size;
  };
  std::unordered_map<std::string, Variable> known_;
  std::vector<std::string> names_;
};

/// The values of `vars`, with those that are given from outside.
YamlNode read_variables(Reader& reader, std::optional<YamlNode> node, const ReadOptions& options) {
  if (!node) return {};
  // Says so if it is no map.
  for (const auto& entry : reader.map(*node, "names and values")) {
    if (!is_name(entry.key.text)) {
      reader.mistake(entry.key, "the name of a variable has letters, digits, '-' and '_'");
    }
  }
  for (auto& entry : node->entries) {
    const auto given = options.variables.find(entry.key.text);
    if (given == options.variables.end()) continue;
    entry.value.kind = Kind::text;
    entry.value.text = given->second;
    entry.value.items.clear();
    entry.value.entries.clear();
  }
  return std::move(*node);
}

/// What all variants of a file are together. Asked before anything is made.
class Ledger {
 public:
  explicit Ledger(Reader& reader) : reader_(reader) {}

  /// False, with a mistake at the first time, if there would be too much.
  bool has_room(const YamlNode& at, const YamlSize& one, std::size_t times = 1) {
    if (full_) return false;
    full_ = one.values > (kMaxFilledValues - values_) / times || one.text > (kMaxFilledText - text_) / times;
    if (full_) {
      const auto of_variants = times > 1 ? fmt::format(", in {} variants,", times) : "";
      reader_.mistake(at,
                      fmt::format("with this{} the scenario has more than {} values or {} MiB of text in all of its "
                                  "variants, the most there may be",
                                  of_variants, kMaxFilledValues, kMaxFilledText >> 20));
    } else {
      values_ += one.values * times;
      text_ += one.text * times;
    }
    return !full_;
  }
  [[nodiscard]] bool full() const { return full_; }

 private:
  Reader& reader_;
  std::size_t values_ = 0;
  std::size_t text_ = 0;
  bool full_ = false;
};

class Filler {
 public:
  Filler(Reader& reader, Variables& variables, Ledger& ledger)
      : reader_(reader), variables_(variables), ledger_(ledger) {}

  void fill(YamlNode& node, std::size_t depth = 0) {
    if (ledger_.full()) return;
    const bool entered = node.kind == Kind::text && fill_text(node);
    if (depth == kMaxYamlDepth && node.kind != Kind::text && node.kind != Kind::nothing) {
      reader_.mistake(node,
                      fmt::format("with its variables filled in, lists and maps stand more than {} deep in one another",
                                  kMaxYamlDepth));
      node.items.clear();
      node.entries.clear();
    }
    for (auto& item : node.items) fill(item, depth + 1);
    for (auto& entry : node.entries) fill(entry.value, depth + 1);
    if (entered) within_.pop_back();
  }

 private:
  const YamlNode* find(const YamlNode& at, const std::string& name) {
    const auto* value = variables_.find(name);
    if (value == nullptr) reader_.unknown(at, "variable", name, variables_.names());
    return value;
  }

  /// True if a list or map stands there now: of the variable that is the last of `within_`.
  bool fill_text(YamlNode& node) {
    const std::string text = std::move(node.text);
    node.text.clear();
    if (text.starts_with("${") && text.find('}') == text.size() - 1) return put_variable(node, text);
    std::vector<TextSpan> values;
    node.text = filled(node, text, values);
    node.filled = std::move(values);
    return false;
  }

  bool put_variable(YamlNode& node, const std::string& text) {
    const std::string name = text.substr(2, text.size() - 3);
    const auto* value = find(node, name);
    if (value == nullptr) {
      node.text = text;
      return false;
    }
    if (const auto again = std::find(within_.begin(), within_.end(), name); again != within_.end()) {
      const std::vector<std::string> round(again, within_.end());
      reader_.mistake(node,
                      fmt::format("variable '{}' contains itself: {} -> {}", name, fmt::join(round, " -> "), name));
      return false;
    }
    if (!ledger_.has_room(node, variables_.size(name))) return false;
    const auto [line, column, file] = std::tuple(node.line, node.column, node.file);
    node = *value;
    if (node.kind != Kind::text) {
      within_.push_back(name);
      return true;
    }
    // What is wrong with a text is told where it is used.
    node.line = line;
    node.column = column;
    node.file = file;
    node.filled = {{0, node.text.size()}};
    return false;
  }

  /// `values`: which parts of it are variables' values.
  std::string filled(const YamlNode& at, const std::string& text, std::vector<TextSpan>& values) {
    std::string made;
    const std::size_t last = text.rfind('}');
    for (std::size_t i = 0; i < text.size();) {
      if (text.compare(i, 3, "$${") == 0) {
        made += "${";
        i += 3;
      } else if (text.compare(i, 2, "${") == 0 && last != std::string::npos && last > i) {
        const std::size_t end = text.find('}', i);
        const auto* value = find(at, text.substr(i + 2, end - i - 2));
        if (value != nullptr && value->kind != Kind::text) {
          reader_.mistake(
              at, fmt::format("{} is {}, which is no part of a text", text.substr(i, end - i + 1), describe(*value)));
        }
        if (value != nullptr) {
          if (!ledger_.has_room(at, {0, value->text.size()})) return made;
          values.push_back({made.size(), value->text.size()});
          made += value->text;
        }
        i = end + 1;
      } else {
        made.push_back(text[i++]);
      }
    }
    return made;
  }

  Reader& reader_;
  Variables& variables_;
  Ledger& ledger_;
  std::vector<std::string> within_;  ///< variables whose values are being filled
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

std::size_t longest_label(const Dimension& dimension) {
  std::size_t longest = 0;
  for (const auto& choice : dimension.choices) longest = std::max(longest, choice.label.size());
  return longest;
}

}  // namespace

bool is_path(const std::string& given) { return given.find('/') != std::string::npos || given.ends_with(".yaml"); }

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

std::optional<std::string> read_named(Reader& reader, const YamlNode& at, const std::string& path,
                                      const ReadOptions& options) {
  if (options.read_file == nullptr) {
    reader.mistake(at, fmt::format("there is no file {}, or it can't be read", path));
    return std::nullopt;
  }
  auto text = options.read_file(path);
  if (text) return std::move(*text);
  reader.mistake(at, std::move(text.error()));
  return std::nullopt;
}

void flatten(Reader& reader, YamlNode root, const ReadOptions& options,
             const std::function<void(FlatScenario)>& take_one) {
  if (root.kind != Kind::map) return take_one({std::move(root), ""});
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
    Filler(reader, all, ledger).fill(one.root);
    if (!ledger.full()) take_one(std::move(one));
    // The last name changes fastest, as a person would write the variants down.
    std::size_t i = dimensions.size();
    while (i > 0 && ++at[i - 1] == dimensions[i - 1].choices.size()) at[--i] = 0;
    if (i == 0) return;
  }
}

}  // namespace modembench::bench
