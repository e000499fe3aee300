#include "fuzz/campaign/twist.hpp"

#include <fmt/format.h>

#include "bench/language/yaml_node.hpp"
#include "bench/language/yaml_text.hpp"
#include "fuzz/campaign/wording.hpp"

namespace modembench::fuzz {
namespace {

using bench::YamlNode;

const YamlNode* find(const YamlNode& map, std::string_view key) {
  for (const auto& entry : map.entries) {
    if (entry.key.text == key) return &entry.value;
  }
  return nullptr;
}

tl::expected<Twist, std::string> read_twist(const YamlNode& rule) {
  Twist twist;
  for (const auto& [key, value] : rule.entries) {
    if (key.text == "do") {
      for (const auto& part : value.entries) {
        twist.parts.push_back({bench::to_yaml(part.key), bench::to_yaml(part.value), {}});
      }
      continue;
    }
    if (!twist.trigger.empty()) twist.trigger += ", ";
    twist.trigger += bench::to_yaml(key) + ": " + bench::to_yaml(value);
  }
  if (twist.trigger.empty() || twist.parts.empty()) {
    return tl::unexpected(fmt::format("line {}: a rule with a trigger and a 'do' should stand here", rule.line));
  }
  return twist;
}

/// The twist without one of the mutations of its message.
Twist without_mutation(const Twist& twist, std::size_t which) {
  auto fewer = std::make_shared<Origin>(*twist.origin);
  fewer->mutations.erase(fewer->mutations.begin() + static_cast<std::ptrdiff_t>(which));
  const auto changed = fuzz::apply(fewer->meant, fewer->mutations);
  Twist less{twist.trigger, wording(fewer->meant, changed.bytes, fmt::format("{}", fmt::join(changed.said, ", "))), {}};
  for (const auto& part : twist.parts) {
    if (part.key == kRightOneAfter) less.parts.push_back(part);
  }
  less.origin = std::move(fewer);
  return less;
}

}  // namespace

std::string to_yaml(const Twist& twist) {
  std::string parts;
  std::string said;
  for (const auto& part : twist.parts) {
    parts += fmt::format("{}{}: {}", parts.empty() ? "" : ", ", part.key, part.value);
    if (!part.said.empty()) said += (said.empty() ? "  # " : "; ") + part.said;
  }
  return fmt::format("{{{}, do: {{{}}}}}{}", twist.trigger, parts, said);
}

tl::expected<Try, std::string> read_try(const std::string& scenario, const std::string& file) {
  const auto root = bench::parse_yaml(scenario, file);
  if (!root) return tl::unexpected(root.error().front().to_string());
  const auto* when = find(*root, "when");
  Try result;
  if (when == nullptr) return result;
  for (const auto& rule : when->items) {
    auto twist = read_twist(rule);
    if (!twist) return tl::unexpected(fmt::format("{}: {}", file, twist.error()));
    result.twists.push_back(std::move(*twist));
  }
  return result;
}

std::vector<Try> smaller(const Try& of) {
  std::vector<Try> all;
  for (std::size_t i = 0; of.twists.size() > 1 && i < of.twists.size(); ++i) {
    Try without = of;
    without.twists.erase(without.twists.begin() + static_cast<std::ptrdiff_t>(i));
    all.push_back(std::move(without));
  }
  for (std::size_t i = 0; i < of.twists.size(); ++i) {
    const auto& parts = of.twists[i].parts;
    for (std::size_t j = 0; parts.size() > 1 && j < parts.size(); ++j) {
      Try without = of;
      auto& rest = without.twists[i].parts;
      // Such a twist is no longer what its mutations make.
      without.twists[i].origin.reset();
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(j));
      all.push_back(std::move(without));
    }
    const auto& origin = of.twists[i].origin;
    for (std::size_t j = 0; origin && origin->mutations.size() > 1 && j < origin->mutations.size(); ++j) {
      Try without = of;
      without.twists[i] = without_mutation(of.twists[i], j);
      all.push_back(std::move(without));
    }
  }
  return all;
}

}  // namespace modembench::fuzz
