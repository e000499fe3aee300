#include "emulator/scenario/time_reader.hpp"

#include <fmt/format.h>

#include "emulator/scenario/milestone.hpp"

namespace modembench::scenario {

std::optional<AtTime> read_at_time(Reader& reader, const YamlNode& node, Milestone otherwise) {
  constexpr std::string_view kAfter = " after ";
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
  YamlNode time = node;
  time.text = node.text.substr(0, after);
  YamlNode name = node;
  name.text = node.text.substr(after + kAfter.size());
  name.column += static_cast<int>(after + kAfter.size());
  const auto duration = reader.duration(time);
  const auto milestone = milestone_from_string(name.text);
  if (!milestone) reader.unknown(name, "milestone", name.text, {kMilestoneNames.begin(), kMilestoneNames.end()});
  if (!duration || !milestone) return std::nullopt;
  return AtTime{*duration, *milestone};
}

}  // namespace modembench::scenario
