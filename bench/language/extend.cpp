#include "bench/language/extend.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "bench/language/named_file.hpp"
#include "emulator/qmi/naming.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

void set_file(YamlNode& node, const std::shared_ptr<const std::string>& file) {
  node.file = file;
  for (auto& item : node.items) set_file(item, file);
  for (auto& entry : node.entries) {
    set_file(entry.key, file);
    set_file(entry.value, file);
  }
}

YamlNode as_list(YamlNode node) {
  if (node.kind == YamlNode::Kind::list) return node;
  YamlNode list;
  list.kind = YamlNode::Kind::list;
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
    } else if (there->value.kind == YamlNode::Kind::map && entry.value.kind == YamlNode::Kind::map) {
      merge(there->value, std::move(entry.value), false);
    } else {
      *there = std::move(entry);
    }
  }
}

}  // namespace

YamlNode extended(Reader& reader, YamlNode root, const YamlNode& extends, const ReadOptions& options) {
  const auto name = reader.text(extends);
  if (!name) return root;
  const auto path = path_from(reader.file(), *name);
  const auto text = read_named_file(reader, extends, path, options);
  if (!text) return root;
  auto base = parse_yaml(*text, path);
  if (!base) {
    reader.add(base.error());
    return root;
  }
  set_file(*base, std::make_shared<const std::string>(path));
  if (base->kind != YamlNode::Kind::map) {
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

}  // namespace modembench::bench
