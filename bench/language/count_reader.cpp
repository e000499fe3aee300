#include <fmt/format.h>

#include "bench/language/expectation_values.hpp"
#include "bench/language/number.hpp"

namespace modembench::bench {
namespace {

std::optional<std::uint32_t> parse_times(std::string_view text) {
  constexpr std::uint64_t kMost = 1'000'000;
  const auto number = parse_whole_number(text);
  if (!number || number->negative || number->magnitude > kMost) return std::nullopt;
  return static_cast<std::uint32_t>(number->magnitude);
}

std::optional<Count> parse_count(std::string_view text) {
  constexpr std::string_view kAtLeast = "at least ";
  constexpr std::string_view kTo = "..";
  if (text.starts_with(kAtLeast)) {
    const auto least = parse_times(text.substr(kAtLeast.size()));
    if (!least) return std::nullopt;
    return Count{*least, std::nullopt};
  }
  if (const std::size_t to = text.find(kTo); to != std::string_view::npos) {
    const auto least = parse_times(text.substr(0, to));
    const auto most = parse_times(text.substr(to + kTo.size()));
    if (!least || !most || *least > *most) return std::nullopt;
    return Count{*least, most};
  }
  const auto exact = parse_times(text);
  if (!exact) return std::nullopt;
  return Count{*exact, exact};
}

}  // namespace

std::optional<Count> read_count(Reader& reader, const YamlNode& node) {
  const auto count = node.kind == YamlNode::Kind::text ? parse_count(node.text) : std::nullopt;
  if (!count) {
    reader.mistake(node, fmt::format("should be a count such as 1, \"0..3\" or \"at least 2\", is {}", describe(node)));
  } else if (count->least == 0 && !count->most) {
    reader.mistake(node, "\"at least 0\" is always so");
  }
  return count;
}

}  // namespace modembench::bench
