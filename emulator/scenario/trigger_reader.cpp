#include <fmt/format.h>

#include "emulator/scenario/milestone.hpp"
#include "emulator/scenario/request_pattern.hpp"
#include "emulator/scenario/rule_reader.hpp"
#include "emulator/scenario/text_pattern.hpp"
#include "emulator/scenario/time_reader.hpp"

namespace modembench::scenario {
namespace {

/// Milestones and messages together: whatever can stand after "on:".
std::vector<std::string> event_names() {
  std::vector<std::string> names(kMilestoneNames.begin(), kMilestoneNames.end());
  for (auto& name : request_names()) names.push_back(std::move(name));
  return names;
}

std::uint32_t read_nth(Reader& reader, const MapReader& map) {
  const auto* node = map.find("nth");
  if (node == nullptr) return 1;
  return static_cast<std::uint32_t>(reader.integer(*node, 1, 1'000'000).value_or(1));
}

/// 0 is always.
std::uint32_t read_times(Reader& reader, const MapReader& map, std::uint32_t otherwise) {
  const auto* node = map.find("times");
  if (node == nullptr) return otherwise;
  if (node->text == "always") return 0;
  return static_cast<std::uint32_t>(reader.integer(*node, 1, 1'000'000).value_or(1));
}

void note_misplaced(Reader& reader, const MapReader& map, std::string_view key, std::string_view why) {
  if (const auto* at = map.key_node(key)) reader.mistake(*at, fmt::format("'{}' {}", key, why));
}

std::optional<Trigger> read_on_serial(Reader& reader, const MapReader& map, const YamlNode& on) {
  note_misplaced(reader, map, "where", "says which TLVs a request must have, and there is none");
  MapReader what(reader, on, {"serial", "receives"});
  const auto* port_node = what.require("serial");
  const auto* receives = what.require("receives");
  const auto port = port_node != nullptr ? read_serial_port(reader, *port_node) : std::nullopt;
  auto text = receives != nullptr ? reader.text(*receives) : std::nullopt;
  if (!text) return std::nullopt;
  if (const auto pattern = TextPattern::compile(*text); !pattern) {
    reader.mistake(*receives, pattern.error());
    return std::nullopt;
  }
  if (!port) return std::nullopt;
  return OnSerial{*port, std::move(*text), read_nth(reader, map), read_times(reader, map, 0)};
}

std::optional<Trigger> read_on(Reader& reader, const MapReader& map, const YamlNode& on) {
  if (on.kind == YamlNode::Kind::map) return read_on_serial(reader, map, on);
  if (on.kind != YamlNode::Kind::text) {
    reader.mistake(on, fmt::format("should be a message such as WDS Start Network, or a milestone such as "
                                   "registered; is {}",
                                   describe(on)));
    return std::nullopt;
  }
  if (const auto milestone = milestone_from_string(on.text)) {
    note_misplaced(reader, map, "where", "says which TLVs a request must have, and there is none");
    return AtTime{Duration{0}, *milestone, read_nth(reader, map), read_times(reader, map, 1)};
  }
  if (!find_message_id(on.text)) {
    reader.unknown(on, "event", on.text, event_names());
    return std::nullopt;
  }
  auto pattern = read_request_pattern(reader, on, map.find("where"));
  if (!pattern) return std::nullopt;
  return OnRequest{std::move(*pattern), read_nth(reader, map), read_times(reader, map, 0)};
}

std::optional<Trigger> read_at(Reader& reader, const MapReader& map, const YamlNode& at) {
  note_misplaced(reader, map, "where", "says which TLVs a request must have, and there is none");
  auto time = read_at_time(reader, at, Milestone::start);
  if (!time) return std::nullopt;
  time->nth = read_nth(reader, map);
  time->times = read_times(reader, map, 1);
  return *time;
}

std::optional<Trigger> read_trigger(Reader& reader, const MapReader& map) {
  const auto* at = map.find("at");
  const auto* on = map.find("on");
  if (at != nullptr && on != nullptr) {
    reader.mistake(*map.key_node("on"), "a rule has one trigger: 'at' or 'on'");
    return std::nullopt;
  }
  if (at != nullptr) return read_at(reader, map, *at);
  if (on != nullptr) return read_on(reader, map, *on);
  reader.mistake(map.node(), "a rule needs a trigger: 'at' with a time, or 'on' with a message or milestone");
  return std::nullopt;
}

}  // namespace

std::optional<Rule> read_rule(Reader& reader, const YamlNode& node) {
  MapReader map(reader, node, {"at", "on", "where", "nth", "times", "do"});
  if (node.kind != YamlNode::Kind::map) return std::nullopt;
  auto trigger = read_trigger(reader, map);
  const auto* what = map.require("do");
  if (!trigger && what != nullptr) check_actions(reader, *what);
  if (!trigger || what == nullptr) return std::nullopt;
  const auto* on_request = std::get_if<OnRequest>(&*trigger);
  auto actions = read_actions(reader, *what, on_request != nullptr ? &on_request->pattern : nullptr);
  return Rule{std::move(*trigger), std::move(actions), reader.position(node)};
}

}  // namespace modembench::scenario
