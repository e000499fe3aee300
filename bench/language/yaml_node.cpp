#include "bench/language/yaml_node.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <sstream>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "bench/language/utf8_text.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

/// The exception that stops yaml-cpp's parser, which has no other way to be stopped. It never leaves this file.
struct Refused : std::exception {
  Mistake mistake;
  explicit Refused(Mistake m) : mistake(std::move(m)) {}
};

/// Makes a tree of the parser's events.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, const std::string& file) : text_(text), file_(file), columns_(text) {}

  [[nodiscard]] Position position(const YAML::Mark& mark) const {
    const int column =
        columns_.in_characters(static_cast<std::size_t>(mark.pos), static_cast<std::size_t>(mark.column));
    return {file_, mark.line + 1, column + 1};
  }
  /// The place where the innermost list or map begins that isn't whole yet.
  [[nodiscard]] Position innermost() const {
    if (levels_.empty()) return {file_, 0, 0};
    return {file_, levels_.back().node.line, levels_.back().node.column};
  }
  [[nodiscard]] YamlNode take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) refuse(mark, "a file is one document, a second one begins here");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    put(node(mark, YamlNode::Kind::nothing));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "aliases (*name) are not read here; write it out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    refuse_open_quote(mark);
    YamlNode text = node(mark, YamlNode::Kind::text);
    text.text = value;
    put(std::move(text));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    open(mark, YamlNode::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    open(mark, YamlNode::Kind::map);
  }
  void OnMapEnd() override { close(); }

 private:
  /// A list or map that isn't whole yet.
  struct Level {
    YamlNode node;
    std::optional<YamlNode> key;  ///< of a map: the key whose value comes next
    std::unordered_set<std::string> keys;
  };

  [[noreturn]] void refuse(Position where, std::string what) const {
    throw Refused({std::move(where), std::move(what), {}});
  }
  [[noreturn]] void refuse(const YAML::Mark& mark, std::string what) const { refuse(position(mark), std::move(what)); }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) const {
    if (anchor != YAML::NullAnchor) refuse(mark, "anchors (&name) are not read here; write it out");
  }
  // "?" is what the parser calls plain text without a tag, "!" quoted text.
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
    if (!tag.empty() && tag != "?" && tag != "!") refuse(mark, "tags (!name) are not read here");
  }

  // The parser takes the end of the file for the end of a quoted text.
  void refuse_open_quote(const YAML::Mark& mark) const {
    const std::string_view rest = text_.substr(std::min(text_.size(), static_cast<std::size_t>(mark.pos)));
    if (!rest.starts_with('"') && !rest.starts_with('\'')) return;
    for (std::size_t i = 1; i < rest.size(); ++i) {
      const bool escapes = rest[0] == '"' ? rest[i] == '\\' : rest.substr(i).starts_with("''");
      if (escapes) {
        ++i;
      } else if (rest[i] == rest[0]) {
        return;
      }
    }
    refuse(mark, fmt::format("not YAML: the {} that begins here isn't closed", rest[0]));
  }

  [[nodiscard]] YamlNode node(const YAML::Mark& mark, YamlNode::Kind kind) const {
    const Position where = position(mark);
    YamlNode made;
    made.kind = kind;
    made.line = where.line;
    made.column = where.column;
    return made;
  }

  void open(const YAML::Mark& mark, YamlNode::Kind kind) {
    if (levels_.size() == kMaxYamlDepth) {
      refuse(mark, fmt::format("lists and maps stand more than {} deep in one another", kMaxYamlDepth));
    }
    levels_.push_back({node(mark, kind), std::nullopt, {}});
  }

  void close() {
    YamlNode whole = std::move(levels_.back().node);
    levels_.pop_back();
    put(std::move(whole));
  }

  void put(YamlNode value) {
    if (++values_ > kMaxYamlValues) {
      refuse({file_, value.line, value.column}, fmt::format("a file has at most {} values and keys", kMaxYamlValues));
    }
    if (levels_.empty()) {
      root_ = std::move(value);
      return;
    }
    Level& level = levels_.back();
    if (level.node.kind == YamlNode::Kind::list) {
      level.node.items.push_back(std::move(value));
    } else if (level.key) {
      put_entry(level, std::move(value));
    } else {
      put_key(level, std::move(value));
    }
  }

  void put_key(Level& level, YamlNode key) {
    const Position where{file_, key.line, key.column};
    if (key.kind != YamlNode::Kind::text) refuse(where, "a key should be text");
    if (!level.keys.insert(key.text).second) refuse(where, fmt::format("'{}' is there twice", key.text));
    level.key = std::move(key);
  }

  void put_entry(Level& level, YamlNode value) {
    // For a value that isn't there the parser gives the place of what comes next.
    if (value.kind == YamlNode::Kind::nothing) {
      value.line = level.key->line;
      value.column = level.key->column;
    }
    level.node.entries.push_back({std::move(*level.key), std::move(value)});
    level.key.reset();
  }

  std::string_view text_;
  const std::string& file_;
  Columns columns_;
  std::vector<Level> levels_;
  YamlNode root_;
  int documents_ = 0;
  std::size_t values_ = 0;
};

/// A message of yaml-cpp in words for the writer of a file; its own are for the writer of a parser.
std::string in_words(const std::string& message) {
  static const std::pair<std::string_view, std::string_view> kWords[] = {
      {YAML::ErrorMsg::MAP_VALUE, "a ':' can't stand here; is the line indented too far, or a text not in quotes?"},
      {YAML::ErrorMsg::MAP_KEY, "a key can't stand here; is the line indented too far?"},
      {YAML::ErrorMsg::END_OF_MAP, "a map ends here; is the line indented as those above it?"},
      {YAML::ErrorMsg::END_OF_SEQ, "a list ends here; is the line indented as those above it?"},
      {YAML::ErrorMsg::END_OF_MAP_FLOW, "the { that begins here isn't closed by its }, or has a ',' missing"},
      {YAML::ErrorMsg::END_OF_SEQ_FLOW, "the [ that begins here isn't closed by its ], or has a ',' missing"},
      {YAML::ErrorMsg::FLOW_END, "a ] or } closes nothing here"},
      {YAML::ErrorMsg::BLOCK_ENTRY, "a '- ' can't stand here; is the line indented as those above it?"},
      {YAML::ErrorMsg::UNKNOWN_ANCHOR, "aliases (*name) are not read here; write it out"},
  };
  for (const auto& [theirs, ours] : kWords) {
    if (message == theirs) return std::string(ours);
  }
  return message;
}

/// The mistake of a tab in a line's indentation, if there is one. It is the usual cause of a parser's confusion.
std::optional<Position> tab_in_indentation(std::string_view text, const std::string& file, int last_line) {
  int line = 1;
  while (line <= last_line && !text.empty()) {
    const std::size_t indented = std::min(text.find_first_not_of(' '), text.size());
    if (text.substr(indented).starts_with('\t')) return Position{file, line, static_cast<int>(indented) + 1};
    const std::size_t end = text.find('\n');
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++line;
  }
  return std::nullopt;
}

Mistake to_mistake(const YAML::Exception& error, const TreeBuilder& builder, std::string_view text,
                   const std::string& file) {
  if (error.mark.is_null()) return {{file, 0, 0}, "not YAML: " + in_words(error.msg), {}};
  if (auto tab = tab_in_indentation(text, file, error.mark.line + 1)) {
    return {std::move(*tab), "not YAML: a line can't be indented with tabs; use spaces", {}};
  }
  const bool is_open = error.msg == YAML::ErrorMsg::END_OF_MAP_FLOW || error.msg == YAML::ErrorMsg::END_OF_SEQ_FLOW;
  return {is_open ? builder.innermost() : builder.position(error.mark), "not YAML: " + in_words(error.msg), {}};
}

tl::unexpected<Mistakes> refused(Mistake mistake) { return tl::unexpected(Mistakes{std::move(mistake)}); }

}  // namespace

const YamlEntry* find_entry(const YamlNode& map, std::string_view key) {
  for (const auto& entry : map.entries) {
    if (qmi::same_name(entry.key.text, key)) return &entry;
  }
  return nullptr;
}

YamlSize size_of(const YamlNode& node) {
  YamlSize size{1, node.text.size()};
  const auto add = [&size](const YamlNode& part) {
    const auto more = size_of(part);
    size.values += more.values;
    size.text += more.text;
  };
  for (const auto& item : node.items) add(item);
  for (const auto& entry : node.entries) {
    add(entry.key);
    add(entry.value);
  }
  return size;
}

Loaded<YamlNode> parse_yaml(std::string_view text, const std::string& file) {
  if (text.size() > kMaxYamlText) {
    return refused({{file, 0, 0}, fmt::format("has {} bytes, at most {} are read", text.size(), kMaxYamlText), {}});
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (auto bad = find_bad_character(text, file)) return refused(std::move(*bad));

  TreeBuilder builder(text, file);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (Refused& refusal) {
    return refused(std::move(refusal.mistake));
  } catch (const YAML::Exception& error) {
    return refused(to_mistake(error, builder, text, file));
  }
  YamlNode root = builder.take_root();
  if (root.kind == YamlNode::Kind::nothing) return refused({{file, 0, 0}, "there is nothing in this file", {}});
  return root;
}

std::string in_one_line(const YamlNode& node) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  switch (node.kind) {
    case YamlNode::Kind::map:
      for (const auto& [key, value] : node.entries) add(fmt::format("{}: {}", key.text, in_one_line(value)));
      return fmt::format("{{{}}}", text);
    case YamlNode::Kind::list:
      for (const auto& item : node.items) add(in_one_line(item));
      return fmt::format("[{}]", text);
    default:
      return node.text;
  }
}

}  // namespace modembench::bench
