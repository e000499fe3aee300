#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/plan/mistake.hpp"
#include "bench/plan/text_span.hpp"

namespace modembench::bench {

struct YamlEntry;

/// A value of a YAML file, and the place where it stands. A scalar is kept as it is written: "1.10" isn't 1.1.
struct YamlNode {
  enum class Kind : std::uint8_t { nothing, text, list, map };

  Kind kind = Kind::nothing;
  int line = 0;    ///< from 1
  int column = 0;  ///< from 1, in characters
  std::string text;
  std::shared_ptr<const std::string> file{};  ///< null for the file that is being read; set where another was merged in
  std::vector<YamlNode> items;                ///< of a list
  std::vector<YamlEntry> entries;             ///< of a map, in the file's order; keys are text and none is there twice
  std::vector<TextSpan> filled{};             ///< the parts of a text that are values of variables
};

/// An entry of a map.
struct YamlEntry {
  YamlNode key;
  YamlNode value;
};

inline constexpr std::size_t kMaxYamlText = 1 << 20;   ///< 1 MiB; the largest of the library's files has 20 KiB
inline constexpr std::size_t kMaxYamlDepth = 32;       ///< lists and maps in one another
inline constexpr std::size_t kMaxYamlValues = 50'000;  ///< texts, lists and maps, keys too; the library's most is 700

/// The size of a tree: the number of its values, the root and the keys included, and the bytes of its texts.
struct YamlSize {
  std::size_t values = 0;
  std::size_t text = 0;
};
[[nodiscard]] YamlSize size_of(const YamlNode& node);

/// The first entry of a map whose key is `key` by the rule of qmi::same_name; null if there is none.
[[nodiscard]] const YamlEntry* find_entry(const YamlNode& map, std::string_view key);

/// Reads the one document of a file, whose name in mistakes is `file`. Never throws. It refuses what is no YAML or no
/// UTF-8, more than the limits, an empty file, a second document, a key that is no text or there twice, and what this
/// language has no use for: anchors, aliases and tags. Each mistake has its place.
[[nodiscard]] Loaded<YamlNode> parse_yaml(std::string_view text, const std::string& file);

/// A value on one line, as a file could have it; for the trace.
[[nodiscard]] std::string in_one_line(const YamlNode& node);

}  // namespace modembench::bench
