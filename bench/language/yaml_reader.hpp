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

/// What all readers of YAML files share: values by type, keys by name, and a list of every mistake of the file.
namespace modembench::bench {

struct About;  ///< in name_reader.hpp

/// So many mistakes of a file are noted; whoever has that many has one mistake, and another kind of file.
inline constexpr std::size_t kMaxMistakes = 100;
/// Patterns of a file that differ.
inline constexpr std::size_t kMaxPatterns = 1000;
/// Parts of these patterns in all, as TextPattern counts them: so many take 0.05 to 0.3 s to be read (measured).
inline constexpr std::size_t kMaxPatternParts = 100'000;

/// Reads values of one file and collects what is wrong with them. Each getter gives nothing for what it has
/// noted as a mistake; reading goes on, so that the file's mistakes are all found at once.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  /// The message whose TLVs have names in what is read now; null where there is none.
  [[nodiscard]] const About* about() const { return about_; }
  /// The shape of the modem that the file is about; null while it isn't known.
  [[nodiscard]] const Shape* shape() const { return shape_; }
  /// `shape` outlives what is read by it.
  void set_shape(const Shape* shape) { shape_ = shape; }

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] Position position(const YamlNode& node) const {
    return {node.file ? *node.file : file_, node.line, node.column};
  }

  void mistake(const YamlNode& at, std::string what, std::vector<std::string> nearest = {});
  /// "unknown TLV 'app' of a WDS Start Network request; did you mean …?", or what there is if nothing is near and
  /// it is few. `of_what` may be empty.
  void unknown(const YamlNode& at, std::string_view kind, std::string_view name,
               const std::vector<std::string>& candidates, std::string_view of_what = {});

  /// Any text; a number is text, too.
  [[nodiscard]] std::optional<std::string> text(const YamlNode& node);
  /// Text that is a regular expression: see text_pattern.hpp
  [[nodiscard]] std::optional<std::string> pattern(const YamlNode& node);
  [[nodiscard]] std::optional<std::int64_t> integer(const YamlNode& node, std::int64_t least, std::int64_t most);
  [[nodiscard]] std::optional<bool> truth(const YamlNode& node);
  /// "3s", "250ms": see duration.hpp
  [[nodiscard]] std::optional<Duration> duration(const YamlNode& node);
  /// The number of the name in `names` (by the rule of qmi::same_name).
  [[nodiscard]] std::optional<std::size_t> choice(const YamlNode& node, std::string_view kind,
                                                  std::span<const std::string_view> names);
  [[nodiscard]] std::optional<std::size_t> choice(const YamlNode& node, std::string_view kind,
                                                  std::initializer_list<std::string_view> names) {
    return choice(node, kind, std::span(names.begin(), names.size()));
  }
  /// The items of a list; of anything else the node itself, so that a list of one needs no brackets.
  [[nodiscard]] std::span<const YamlNode> one_or_list(const YamlNode& node);
  /// A text, or a list of texts.
  [[nodiscard]] std::vector<std::string> texts(const YamlNode& node);
  /// A map from any keys, to the letter, to texts.
  [[nodiscard]] std::map<std::string, std::string> text_map(const YamlNode& node);
  /// The entries of a map whose keys are not the reader's: messages, TLVs.
  [[nodiscard]] std::span<const YamlEntry> map(const YamlNode& node, std::string_view of_what);

  /// Mistakes of another file, which this one names.
  void add(Mistakes mistakes);
  void add(Mistake mistake);
  [[nodiscard]] bool good() const { return mistakes_.empty(); }
  /// How many mistakes have been noted so far.
  [[nodiscard]] std::size_t noted() const { return mistakes_.size(); }
  /// No more mistakes are noted: what looks for them can stop.
  [[nodiscard]] bool full() const { return full_; }
  /// All mistakes, in the order of their places; a last one says so where there are more.
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

/// While it lives, what is read is about that message.
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

/// A map whose keys are known. Keys are found by the rule of qmi::same_name: case, spaces, '-' and '_' don't
/// count. Unknown and doubled keys, and what is no map, are noted when it is made.
class MapReader {
 public:
  /// The keys of the grammar's table; no other can be looked for.
  MapReader(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec);
  MapReader(Reader& reader, const YamlNode& node, std::initializer_list<std::string_view> keys)
      : MapReader(reader, node, std::span(keys.begin(), keys.size())) {}
  MapReader(Reader& reader, const YamlNode& node, std::span<const std::string_view> keys);

  [[nodiscard]] const YamlNode& node() const { return node_; }
  /// The value of `key` (one of those the map was made with), or null if it isn't there.
  [[nodiscard]] const YamlNode* find(std::string_view key) const;
  /// The same; it is a mistake if it isn't there.
  [[nodiscard]] const YamlNode* require(std::string_view key);
  /// The same, as a place for mistakes about the key itself.
  [[nodiscard]] const YamlNode* key_node(std::string_view key) const;
  /// Of keys of which the table wants one, notes a second one, and what needs one of them that isn't there.
  void check_one_of();
  /// The value of a key that takes a number, in the table's range; one of the table's names, as its number.
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key) const;
  [[nodiscard]] std::optional<std::size_t> choice(std::string_view key, std::string_view kind) const;

 private:
  [[nodiscard]] const YamlEntry* find_known(std::string_view key) const;

  Reader& reader_;
  const grammar::MapSpec* spec_ = nullptr;
  const YamlNode& node_;
};

/// "a list", "a map", "nothing", "\"soon\"": what stands there, for mistakes.
[[nodiscard]] std::string describe(const YamlNode& node);

}  // namespace modembench::bench
