#include "bench/language/yaml_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "emulator/ascii.hpp"

namespace modembench::bench {
namespace {

bool is_letter_or_digit(char c) { return ascii::is_letter(c) || ascii::is_digit(c); }

bool is_plain(std::string_view text) {
  constexpr std::string_view kHarmless = " _./+-";
  if (text.empty() || !(is_letter_or_digit(text.front()) || text.front() == '/' || text.front() == '.')) return false;
  if (text.back() == ' ') return false;
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_letter_or_digit(c) || kHarmless.find(c) != std::string_view::npos; });
}

}  // namespace

std::string yaml_scalar(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      quoted += fmt::format("\\x{:02x}", byte);
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string to_yaml(const YamlNode& node) {
  std::string text;
  switch (node.kind) {
    case YamlNode::Kind::nothing:
      return "~";
    case YamlNode::Kind::text:
      return yaml_scalar(node.text);
    case YamlNode::Kind::list:
      for (const auto& item : node.items) text += (text.empty() ? "" : ", ") + to_yaml(item);
      return fmt::format("[{}]", text);
    case YamlNode::Kind::map:
      for (const auto& entry : node.entries) {
        if (!text.empty()) text += ", ";
        text += to_yaml(entry.key) + ": " + to_yaml(entry.value);
      }
      return fmt::format("{{{}}}", text);
  }
  return text;
}

}  // namespace modembench::bench
