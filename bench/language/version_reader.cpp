#include <charconv>
#include <string_view>

#include <fmt/format.h>

#include "bench/language/value_reader.hpp"

namespace modembench::bench {
namespace {

std::optional<std::uint16_t> whole_number(std::string_view digits) {
  std::uint16_t number = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

}  // namespace

std::optional<Version> read_version(Reader& reader, const YamlNode& node) {
  const std::string_view text = node.text;
  const std::size_t dot = node.kind == YamlNode::Kind::text ? text.find('.') : std::string_view::npos;
  if (dot != std::string_view::npos) {
    const auto major = whole_number(text.substr(0, dot));
    const auto minor = whole_number(text.substr(dot + 1));
    if (major && minor) return Version{*major, *minor};
  }
  reader.mistake(node, fmt::format("should be a version such as 1.11, is {}", describe(node)));
  return std::nullopt;
}

}  // namespace modembench::bench
