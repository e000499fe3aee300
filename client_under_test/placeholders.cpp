#include "client_under_test/placeholders.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "emulator/qmi/schema.hpp"

namespace modembench::client_under_test {
namespace {

using Values = std::map<std::string, std::string>;
using Filled = tl::expected<std::string, std::string>;

// Variables that name each other: deeper than this they can only go in a circle.
constexpr int kMaxDepth = 8;

bool is_name_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; }

/// The name in "{name}" at the start of `text`, if that is what stands there.
std::optional<std::string_view> name_at(std::string_view text) {
  const auto end = text.find('}');
  if (end == std::string_view::npos || end < 2) return std::nullopt;
  const auto name = text.substr(1, end - 1);
  if (!std::all_of(name.begin(), name.end(), is_name_character)) return std::nullopt;
  return name;
}

std::string unknown(std::string_view name, const Values& values) {
  std::vector<std::string> known;
  for (const auto& [key, value] : values) known.push_back(key);
  return no_value(name, known);
}

Filled fill(std::string_view text, const Values& values, int depth) {
  if (depth > kMaxDepth) return tl::unexpected(fmt::format("'{}' names itself", text));
  std::string filled;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto rest = text.substr(at);
    const bool shells_own = at > 0 && text[at - 1] == '$';
    if (rest.front() != '{' || shells_own) {
      filled += rest.front();
      continue;
    }
    if (rest.starts_with("{{")) {
      filled += '{';
      ++at;
      continue;
    }
    const auto name = name_at(rest);
    if (!name) {
      filled += '{';
      continue;
    }
    const auto value = values.find(std::string(*name));
    if (value == values.end()) return tl::unexpected(unknown(*name, values));
    const auto inner = fill(value->second, values, depth + 1);
    if (!inner) return inner;
    filled += *inner;
    at += name->size() + 1;
  }
  return filled;
}

}  // namespace

tl::expected<std::string, std::string> fill_placeholders(std::string_view text, const Values& values) {
  return fill(text, values, 0);
}

std::string no_value(std::string_view name, const std::vector<std::string>& known) {
  const auto nearest = qmi::nearest_names(name, known);
  if (!nearest.empty()) return fmt::format("no value for {{{}}}; did you mean {{{}}}?", name, nearest.front());
  return fmt::format("no value for {{{}}}; known are {}", name, fmt::join(known, ", "));
}

CutText cut_placeholders(std::string_view text, const std::vector<bench::TextSpan>& filled) {
  CutText cut;
  std::size_t next = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    while (next < filled.size() && filled[next].begin == at) {
      const auto value = text.substr(at, filled[next].size);
      ++next;
      cut.text += CutText::kPlace;
      cut.places.push_back({std::to_string(next), std::string(value), at, true});
      at += value.size();
    }
    if (at >= text.size()) break;
    // A name ends before the next value that was put in.
    const auto rest = text.substr(at, next < filled.size() ? filled[next].begin - at : text.npos);
    const bool shells_own = !cut.text.empty() && cut.text.back() == '$';
    const auto name = rest.front() == '{' && !shells_own ? name_at(rest) : std::nullopt;
    if (name) {
      cut.text += CutText::kPlace;
      cut.places.push_back({std::string(*name), "", at, false});
      at += name->size() + 1;
    } else {
      if (rest.front() != CutText::kPlace) cut.text += rest.front();
      if (rest.starts_with("{{") && !shells_own) ++at;
    }
  }
  // One that is empty, at the end.
  for (; next < filled.size(); ++next) {
    cut.text += CutText::kPlace;
    cut.places.push_back({std::to_string(next + 1), "", text.size(), true});
  }
  return cut;
}

}  // namespace modembench::client_under_test
