#include "bench/language/time_reader.hpp"

#include <fmt/format.h>

#include "bench/language/message_pattern_reader.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/plan/duration.hpp"
#include "bench/plan/milestone.hpp"
#include "emulator/ascii.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

constexpr std::string_view kAfter = " after ";

/// The part of a text from `from` on, as a node with the place of that part.
YamlNode part_of(const YamlNode& node, std::size_t from, std::size_t length) {
  YamlNode part = node;
  part.text = node.text.substr(from, length);
  part.column += static_cast<int>(from);
  return part;
}

std::optional<Since> read_since(Reader& reader, const YamlNode& name) {
  if (const auto milestone = milestone_from_string(name.text)) return Since{*milestone};
  if (find_message_id(name.text)) {
    auto pattern = read_message_pattern(reader, qmi::MessageKind::request, name, nullptr);
    if (!pattern) return std::nullopt;
    return Since{std::move(*pattern)};
  }
  // There are too many messages to be listed.
  std::vector<std::string> names(kMilestoneNames.begin(), kMilestoneNames.end());
  const auto requests = request_names();
  if (!qmi::nearest_names(name.text, requests).empty()) names.insert(names.end(), requests.begin(), requests.end());
  reader.unknown(name, "milestone or message", name.text, names);
  return std::nullopt;
}

}  // namespace

std::optional<AtTime> read_at_time(Reader& reader, const YamlNode& node, Milestone otherwise) {
  const std::size_t after = node.text.find(kAfter);
  if (node.kind != YamlNode::Kind::text || after == std::string::npos) {
    if (milestone_from_string(node.text)) {
      reader.mistake(node, fmt::format("should be a time such as 3s after {}, is {}", node.text, describe(node)));
      return std::nullopt;
    }
    const auto duration = reader.duration(node);
    if (!duration) return std::nullopt;
    return AtTime{*duration, otherwise};
  }
  const YamlNode name = part_of(node, after + kAfter.size(), std::string::npos);
  const auto duration = reader.duration(part_of(node, 0, after));
  const auto milestone = milestone_from_string(name.text);
  if (!milestone) reader.unknown(name, "milestone", name.text, {kMilestoneNames.begin(), kMilestoneNames.end()});
  if (!duration || !milestone) return std::nullopt;
  return AtTime{*duration, *milestone};
}

std::optional<AtTime> read_moment(Reader& reader, const YamlNode& node) {
  if (const auto milestone = milestone_from_string(node.text)) return AtTime{Duration{0}, *milestone};
  const bool begins_with_number = !node.text.empty() && (node.text[0] == '-' || ascii::is_digit(node.text[0]));
  if (node.kind == YamlNode::Kind::text && !begins_with_number) {
    reader.unknown(node, "milestone", node.text, {kMilestoneNames.begin(), kMilestoneNames.end()});
    return std::nullopt;
  }
  return read_at_time(reader, node, Milestone::start);
}

std::optional<Span> read_span(Reader& reader, const YamlNode& node) {
  const std::size_t to = node.kind == YamlNode::Kind::text ? node.text.find("..") : std::string::npos;
  if (to == std::string::npos) {
    const auto time = reader.duration(node);
    return time ? std::optional(Span{*time, *time}) : std::nullopt;
  }
  const auto least = reader.duration(part_of(node, 0, to));
  const auto most = reader.duration(part_of(node, to + 2, std::string::npos));
  if (!least || !most) return std::nullopt;
  if (*least <= *most) return Span{*least, *most};
  reader.mistake(node, fmt::format("the range {} ends before it begins", node.text));
  return std::nullopt;
}

std::optional<TimeSince> read_time_since(Reader& reader, const YamlNode& node) {
  const std::size_t after = node.kind == YamlNode::Kind::text ? node.text.find(kAfter) : std::string::npos;
  const auto time = read_span(reader, after == std::string::npos ? node : part_of(node, 0, after));
  std::optional<Since> since;
  if (after != std::string::npos) {
    since = read_since(reader, part_of(node, after + kAfter.size(), std::string::npos));
    if (!since) return std::nullopt;
  }
  if (!time) return std::nullopt;
  return TimeSince{*time, node.text.substr(0, after).find("..") != std::string::npos, std::move(since)};
}

}  // namespace modembench::bench
