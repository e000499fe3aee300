#include "bench/language/fill.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace modembench::bench {

bool Ledger::has_room(const YamlNode& at, const YamlSize& one, std::size_t times) {
  if (full_) return false;
  full_ = one.values > (kMaxFilledValues - values_) / times || one.text > (kMaxFilledText - text_) / times;
  if (full_) {
    const auto of_variants = times > 1 ? fmt::format(", in {} variants,", times) : "";
    reader_.mistake(at, fmt::format("with this{} the scenario has more than {} values or {} MiB of text in all of its "
                                    "variants, the most there may be",
                                    of_variants, kMaxFilledValues, kMaxFilledText >> 20));
  } else {
    values_ += one.values * times;
    text_ += one.text * times;
  }
  return !full_;
}

namespace {

class Filler {
 public:
  Filler(Reader& reader, Variables& variables, Ledger& ledger)
      : reader_(reader), variables_(variables), ledger_(ledger) {}

  void fill(YamlNode& node, std::size_t depth) {
    if (ledger_.full()) return;
    const bool entered = node.kind == YamlNode::Kind::text && fill_text(node);
    if (depth == kMaxYamlDepth && node.kind != YamlNode::Kind::text && node.kind != YamlNode::Kind::nothing) {
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

  /// Fills in a text. Returns true if a list or map stands there now: the value of the last variable of `within_`.
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
    if (node.kind != YamlNode::Kind::text) {
      within_.push_back(name);
      return true;
    }
    // A mistake in a text is told where the text is used.
    node.line = line;
    node.column = column;
    node.file = file;
    node.filled = {{0, node.text.size()}};
    return false;
  }

  /// The text with its variables filled in. The parts of it that are their values are added to `values`.
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
        if (value != nullptr && value->kind != YamlNode::Kind::text) {
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

}  // namespace

void fill(Reader& reader, YamlNode& root, Variables& variables, Ledger& ledger) {
  Filler(reader, variables, ledger).fill(root, 0);
}

}  // namespace modembench::bench
