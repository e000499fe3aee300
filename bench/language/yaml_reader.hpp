#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "bench/language/grammar/form.hpp"
#include "bench/language/yaml_node.hpp"
#include "bench/plan/mistake.hpp"
#include "emulator/instant.hpp"
#include "emulator/shape.hpp"

/// What all readers of YAML files share: values by their type, keys by their name, and a list of all mistakes of a
/// file.
namespace modembench::bench {

struct About;  ///< in name_reader.hpp

/// How many mistakes of a file are noted. A file with so many is of another kind.
inline constexpr std::size_t kMaxMistakes = 100;
/// How many different patterns a file may have.
inline constexpr std::size_t kMaxPatterns = 1000;
/// How many parts these patterns may have together, as TextPattern counts them. So many take 0.05 to 0.3 s to be read
/// (measured).
inline constexpr std::size_t kMaxPatternParts = 100'000;

/// Reads the values of one file and collects its mistakes. A function returns nothing for a value that it has noted a
/// mistake of. Reading goes on then, so that all mistakes of the file are found at once.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  /// The message whose TLVs the part that is being read names; null if there is none.
  [[nodiscard]] const About* about() const { return about_; }
  /// The shape of the modem that the file is about; null as long as it isn't known.
  [[nodiscard]] const Shape* shape() const { return shape_; }
  /// `shape` must stay as long as the file is read.
  void set_shape(const Shape* shape) { shape_ = shape; }

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] Position position(const YamlNode& node) const {
    return {node.file ? *node.file : file_, node.line, node.column};
  }

  /// Notes a mistake at a node. `nearest` are the names that may have been meant.
  void mistake(const YamlNode& at, std::string what, std::vector<std::string> nearest = {});
  /// Notes that a name isn't known: "unknown TLV 'app' of a WDS Start Network request; did you mean …?". If no
  /// candidate is near, and there are few, it names all. `of_what` may be empty.
  void unknown(const YamlNode& at, std::string_view kind, std::string_view name,
               const std::vector<std::string>& candidates, std::string_view of_what = {});

  /// Reads a text; a number is a text, too.
  [[nodiscard]] std::optional<std::string> text(const YamlNode& node);
  /// Reads a text that is a regular expression (text_pattern.hpp).
  [[nodiscard]] std::optional<std::string> pattern(const YamlNode& node);
  /// Reads a whole number from `least` to `most`.
  [[nodiscard]] std::optional<std::int64_t> integer(const YamlNode& node, std::int64_t least, std::int64_t most);
  /// Reads `true` or `false`.
  [[nodiscard]] std::optional<bool> truth(const YamlNode& node);
  /// Reads a time: "3s", "250ms" (duration.hpp).
  [[nodiscard]] std::optional<Duration> duration(const YamlNode& node);
  /// Reads one of `names`, by the rule of qmi::same_name. Returns its index. `kind` says in a mistake what the name is
  /// the name of.
  [[nodiscard]] std::optional<std::size_t> choice(const YamlNode& node, std::string_view kind,
                                                  std::span<const std::string_view> names);
  [[nodiscard]] std::optional<std::size_t> choice(const YamlNode& node, std::string_view kind,
                                                  std::initializer_list<std::string_view> names) {
    return choice(node, kind, std::span(names.begin(), names.size()));
  }
  /// The items of a list; for any other node the node itself, so that a list of one item needs no brackets.
  [[nodiscard]] std::span<const YamlNode> one_or_list(const YamlNode& node);
  /// Reads a text, or a list of texts.
  [[nodiscard]] std::vector<std::string> texts(const YamlNode& node);
  /// Reads a map of any keys, which count to the letter, to texts.
  [[nodiscard]] std::map<std::string, std::string> text_map(const YamlNode& node);
  /// The entries of a map whose keys are for the caller to know: messages, TLVs. `of_what` says in a mistake what the
  /// map should hold.
  [[nodiscard]] std::span<const YamlEntry> map(const YamlNode& node, std::string_view of_what);

  /// Notes mistakes of another file that this one names.
  void add(Mistakes mistakes);
  void add(Mistake mistake);
  [[nodiscard]] bool good() const { return mistakes_.empty(); }
  /// The number of mistakes noted so far.
  [[nodiscard]] std::size_t noted() const { return mistakes_.size(); }
  /// Whether no more mistakes are noted, so that looking for them can stop.
  [[nodiscard]] bool full() const { return full_; }
  /// All mistakes in the order of their places. If there were more, a last one says so.
  [[nodiscard]] Mistakes finish();

 private:
  friend class ReadingAbout;

  std::string file_;
  const About* about_ = nullptr;
  const Shape* shape_ = nullptr;
  Mistakes mistakes_;
  std::unordered_set<std::string> noted_;  ///< the variants of a matrix have their mistakes in common
  std::unordered_set<std::string> patterns_;
  std::size_t pattern_parts_ = 0;
  bool full_ = false;
};

/// While this object lives, the reader reads about `about`.
class ReadingAbout {
 public:
  ReadingAbout(Reader& reader, const About& about) : reader_(reader), before_(std::exchange(reader.about_, &about)) {}
  ReadingAbout(const ReadingAbout&) = delete;
  ReadingAbout& operator=(const ReadingAbout&) = delete;
  ~ReadingAbout() { reader_.about_ = before_; }

 private:
  Reader& reader_;
  const About* before_;
};

/// A map whose keys are known. Keys are found by the rule of qmi::same_name: case, spaces, '-' and '_' don't count. The
/// constructor notes a mistake for each key that is unknown or there twice, and for a node that is no map.
class MapReader {
 public:
  /// Knows the keys of the grammar's table. To look for any other throws std::logic_error.
  MapReader(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec);
  MapReader(Reader& reader, const YamlNode& node, std::initializer_list<std::string_view> keys)
      : MapReader(reader, node, std::span(keys.begin(), keys.size())) {}
  MapReader(Reader& reader, const YamlNode& node, std::span<const std::string_view> keys);

  [[nodiscard]] const YamlNode& node() const { return node_; }
  /// The value of `key`, which is one of the known keys; null if it isn't there.
  [[nodiscard]] const YamlNode* find(std::string_view key) const;
  /// The value of `key`; null, with a mistake noted, if it isn't there.
  [[nodiscard]] const YamlNode* require(std::string_view key);
  /// The key itself, as the place of a mistake; null if it isn't there.
  [[nodiscard]] const YamlNode* key_node(std::string_view key) const;
  /// Checks the keys of which the table wants just one. Notes a second one, and a key that needs one that isn't there.
  void check_one_of();
  /// Reads the value of a key that takes a number, in the table's range.
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key) const;
  /// Reads the value of a key that takes one of the table's names. Returns the name's index.
  [[nodiscard]] std::optional<std::size_t> choice(std::string_view key, std::string_view kind) const;

 private:
  [[nodiscard]] const YamlEntry* find_known(std::string_view key) const;

  Reader& reader_;
  const grammar::MapSpec* spec_ = nullptr;
  const YamlNode& node_;
};

/// What a node is, in the words of a mistake: "a list", "a map", "nothing", "\"soon\"".
[[nodiscard]] std::string describe(const YamlNode& node);

}  // namespace modembench::bench
