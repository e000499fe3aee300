#include "bench/language/yaml_reader.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <tuple>

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/number.hpp"
#include "bench/plan/duration.hpp"
#include "bench/plan/text_pattern.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/trace/printable.hpp"

namespace modembench::bench {
namespace {

/// How many names a mistake lists if none is near. More would bury its message.
constexpr std::size_t kMostNamesListed = 16;
/// The length to which a text of a file is cut in a mistake.
constexpr std::size_t kMostTextShown = 60;

std::string shortened(std::string_view text) {
  if (text.size() <= kMostTextShown) return trace::printable(text);
  std::size_t cut = kMostTextShown;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return trace::printable(text.substr(0, cut)) + "…";
}

std::vector<std::string> to_strings(std::span<const std::string_view> names) { return {names.begin(), names.end()}; }

std::optional<std::int64_t> to_signed(WholeNumber number) {
  constexpr std::uint64_t kMost = INT64_MAX;
  if (number.magnitude > kMost) return std::nullopt;
  const auto magnitude = static_cast<std::int64_t>(number.magnitude);
  return number.negative ? -magnitude : magnitude;
}

}  // namespace

std::string describe(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::nothing:
      return "nothing";
    case YamlNode::Kind::text:
      return fmt::format("\"{}\"", shortened(node.text));
    case YamlNode::Kind::list:
      return "a list";
    case YamlNode::Kind::map:
      return "a map";
  }
  return {};
}

void Reader::mistake(const YamlNode& at, std::string what, std::vector<std::string> nearest) {
  add(Mistake{position(at), std::move(what), std::move(nearest)});
}

void Reader::unknown(const YamlNode& at, std::string_view kind, std::string_view name,
                     const std::vector<std::string>& candidates, std::string_view of_what) {
  if (full_) return;
  std::string what = fmt::format("unknown {} '{}'", kind, shortened(name));
  if (!of_what.empty()) what += fmt::format(" of {}", of_what);
  auto nearest = qmi::nearest_names(name.substr(0, kMostTextShown), candidates);
  if (nearest.empty() && !candidates.empty() && candidates.size() <= kMostNamesListed) {
    what += fmt::format("; there {}: {}", candidates.size() == 1 ? "is" : "are", fmt::join(candidates, ", "));
  }
  mistake(at, std::move(what), std::move(nearest));
}

std::optional<std::string> Reader::text(const YamlNode& node) {
  if (node.kind == YamlNode::Kind::text) return node.text;
  mistake(node, fmt::format("should be text, is {}", describe(node)));
  return std::nullopt;
}

std::optional<std::string> Reader::pattern(const YamlNode& node) {
  auto written = text(node);
  if (!written || patterns_.contains(*written)) return written;
  if (full_) return std::nullopt;  // nobody would hear of it, and it can take a millisecond to find
  if (patterns_.size() == kMaxPatterns) {
    mistake(node, fmt::format("a file has at most {} different patterns", kMaxPatterns));
    return std::nullopt;
  }
  const auto compiled = TextPattern::compile(*written);
  if (!compiled) {
    mistake(node, compiled.error());
    return std::nullopt;
  }
  if (compiled->parts() > kMaxPatternParts - pattern_parts_) {
    mistake(node,
            fmt::format("the patterns of a file have at most {} parts with their {{ }} written out", kMaxPatternParts));
    return std::nullopt;
  }
  pattern_parts_ += compiled->parts();
  patterns_.insert(*written);
  return written;
}

std::optional<std::int64_t> Reader::integer(const YamlNode& node, std::int64_t least, std::int64_t most) {
  const auto number = node.kind == YamlNode::Kind::text ? parse_whole_number(node.text) : std::nullopt;
  if (!number) {
    mistake(node, fmt::format("should be a whole number, is {}", describe(node)));
    return std::nullopt;
  }
  const auto value = to_signed(*number);
  if (value && *value >= least && *value <= most) return value;
  mistake(node, fmt::format("should be a number from {} to {}, is {}", least, most, shortened(node.text)));
  return std::nullopt;
}

std::optional<bool> Reader::truth(const YamlNode& node) {
  if (node.kind == YamlNode::Kind::text && node.text == "true") return true;
  if (node.kind == YamlNode::Kind::text && node.text == "false") return false;
  mistake(node, fmt::format("should be true or false, is {}", describe(node)));
  return std::nullopt;
}

std::optional<Duration> Reader::duration(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::text) {
    mistake(node, fmt::format("should be a time such as 3s or 250ms, is {}", describe(node)));
    return std::nullopt;
  }
  const auto duration = parse_duration(node.text);
  if (duration) return *duration;
  mistake(node, duration.error());
  return std::nullopt;
}

std::optional<std::size_t> Reader::choice(const YamlNode& node, std::string_view kind,
                                          std::span<const std::string_view> names) {
  if (node.kind != YamlNode::Kind::text) {
    mistake(node, fmt::format("should be {}, is {}", fmt::join(names, " or "), describe(node)));
    return std::nullopt;
  }
  const auto same = [&](std::string_view name) { return qmi::same_name(name, node.text); };
  const auto found = std::find_if(names.begin(), names.end(), same);
  if (found != names.end()) return static_cast<std::size_t>(std::distance(names.begin(), found));
  if (names.size() > 1) {
    unknown(node, kind, node.text, to_strings(names));
  } else {
    mistake(node, fmt::format("should be {}, is {}", names.front(), describe(node)));
  }
  return std::nullopt;
}

std::span<const YamlNode> Reader::one_or_list(const YamlNode& node) {
  if (node.kind == YamlNode::Kind::list) return node.items;
  return {&node, 1};
}

std::vector<std::string> Reader::texts(const YamlNode& node) {
  std::vector<std::string> all;
  for (const auto& item : one_or_list(node)) {
    if (auto one = text(item)) all.push_back(std::move(*one));
  }
  return all;
}

std::map<std::string, std::string> Reader::text_map(const YamlNode& node) {
  std::map<std::string, std::string> all;
  for (const auto& entry : map(node, "names and texts")) {
    if (auto value = text(entry.value)) all.emplace(entry.key.text, std::move(*value));
  }
  return all;
}

std::span<const YamlEntry> Reader::map(const YamlNode& node, std::string_view of_what) {
  if (node.kind == YamlNode::Kind::map) return node.entries;
  mistake(node, fmt::format("should be a map of {}, is {}", of_what, describe(node)));
  return {};
}

void Reader::add(Mistakes mistakes) {
  for (auto& mistake : mistakes) add(std::move(mistake));
}

void Reader::add(Mistake mistake) {
  if (full_ || !noted_.insert(mistake.where.to_string() + mistake.what).second) return;
  full_ = mistakes_.size() == kMaxMistakes;
  if (!full_) mistakes_.push_back(std::move(mistake));
}

Mistakes Reader::finish() {
  std::stable_sort(mistakes_.begin(), mistakes_.end(), [&](const Mistake& a, const Mistake& b) {
    const auto place = [&](const Mistake& mistake) {
      return std::make_tuple(mistake.where.file != file_, mistake.where.file, mistake.where.line, mistake.where.column);
    };
    return place(a) < place(b);
  });
  if (full_) {
    mistakes_.push_back({{file_, 0, 0}, fmt::format("has more mistakes than these {}", kMaxMistakes), {}});
  }
  return std::move(mistakes_);
}

MapReader::MapReader(Reader& reader, const YamlNode& node, std::span<const std::string_view> keys)
    : reader_(reader), node_(node) {
  if (node.kind != YamlNode::Kind::map) {
    reader.mistake(node, fmt::format("should be a map with {}; is {}", fmt::join(keys, ", "), describe(node)));
    return;
  }
  for (auto entry = node.entries.begin(); entry != node.entries.end() && !reader.full(); ++entry) {
    const std::string& key = entry->key.text;
    const auto is_this = [&](std::string_view other) { return qmi::same_name(other, key); };
    if (std::none_of(keys.begin(), keys.end(), is_this)) {
      reader.unknown(entry->key, "key", key, to_strings(keys));
    } else if (find_entry(node, key) != &*entry) {
      reader.mistake(entry->key, fmt::format("'{}' is there twice", shortened(key)));
    }
  }
}

MapReader::MapReader(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec)
    : MapReader(reader, node, grammar::names_of(spec)) {
  spec_ = &spec;
}

std::optional<std::int64_t> MapReader::integer(std::string_view key) const {
  const auto* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto& form = grammar::form_of(*spec_, key, grammar::Kind::integer);
  return reader_.integer(*node, form.least, form.most);
}

std::optional<std::size_t> MapReader::choice(std::string_view key, std::string_view kind) const {
  const auto* node = find(key);
  if (node == nullptr) return std::nullopt;
  return reader_.choice(*node, kind, grammar::form_of(*spec_, key, grammar::Kind::choice).names);
}

void MapReader::check_one_of() {
  const auto& one_of = spec_->one_of;
  const auto is_there = [&](std::string_view key) { return find(key) != nullptr; };
  const auto first = std::find_if(one_of.begin(), one_of.end(), is_there);
  if (first == one_of.end()) return;
  for (auto other = std::next(first); other != one_of.end(); ++other) {
    if (const auto* at = key_node(*other)) {
      reader_.mistake(*at, fmt::format("'{}' can't stand beside '{}'", *other, *first));
    }
  }
  for (const auto& key : spec_->keys) {
    const bool needs_one = std::find(one_of.begin(), one_of.end(), key.needs) != one_of.end();
    const auto* at = key_node(key.name);
    if (needs_one && at != nullptr && !is_there(key.needs)) {
      reader_.mistake(*at, fmt::format("'{}' needs '{}'", key.name, key.needs));
    }
  }
}

/// A key that the table doesn't have is a mistake of ours: it would be read, and no page would tell of it.
const YamlEntry* MapReader::find_known(std::string_view key) const {
  if (spec_ != nullptr && spec_->find(key) == nullptr) {
    throw std::logic_error(fmt::format("the grammar has no '{}' of '{}'", key, spec_->name));
  }
  return find_entry(node_, key);
}

const YamlNode* MapReader::find(std::string_view key) const {
  const auto* entry = find_known(key);
  return entry != nullptr ? &entry->value : nullptr;
}

const YamlNode* MapReader::key_node(std::string_view key) const {
  const auto* entry = find_known(key);
  return entry != nullptr ? &entry->key : nullptr;
}

const YamlNode* MapReader::require(std::string_view key) {
  const auto* value = find(key);
  if (value == nullptr && node_.kind == YamlNode::Kind::map) {
    reader_.mistake(node_, fmt::format("'{}' is missing", key));
  }
  return value;
}

}  // namespace modembench::bench
