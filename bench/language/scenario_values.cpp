#include "bench/language/scenario_values.hpp"

#include <algorithm>

namespace modembench::bench {
namespace {

/// The parts of "a, b".
std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::size_t first = text.find_first_not_of(' ', begin);
    if (first < end) parts.push_back(text.substr(first, text.find_last_not_of(' ', end - 1) - first + 1));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

std::optional<std::string> read_about(Reader& reader, const YamlNode& node) {
  auto about = reader.text(node);
  if (about && about->empty()) reader.mistake(node, "should say in a sentence or two what this is about");
  return about;
}

std::optional<std::vector<std::string>> read_seen(Reader& reader, const YamlNode& node) {
  std::vector<std::string> seen;
  for (const auto& text : reader.texts(node)) {
    auto parts = node.kind == YamlNode::Kind::list ? std::vector{text} : split_at_commas(text);
    seen.insert(seen.end(), parts.begin(), parts.end());
  }
  return seen;
}

std::optional<Duration> read_deadline(Reader& reader, const YamlNode& node) {
  const auto deadline = reader.duration(node);
  if (deadline == Duration{0}) reader.mistake(node, "a deadline of no time leaves nothing to be run");
  return deadline;
}

}  // namespace modembench::bench
