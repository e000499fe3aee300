#include <array>
#include <utility>

#include <fmt/format.h>

#include "bench/language/expectation_values.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/message_pattern_reader.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/port_reader.hpp"
#include "bench/language/rule_reader.hpp"
#include "bench/plan/message_pattern.hpp"
#include "bench/plan/milestone.hpp"

namespace modembench::bench {
namespace {

class StepReader {
 public:
  explicit StepReader(Reader& reader) : reader_(reader) {}

  std::optional<Step> read(const YamlNode& item) {
    Step step;
    if (item.kind == YamlNode::Kind::map) {
      MapReader map(reader_, item, grammar::step);
      if (!read_map(map, step)) return std::nullopt;
    } else if (const auto milestone = milestone_from_string(item.text)) {
      step.what = *milestone;
      step.text = std::string(to_string(*milestone));
    } else if (!take_pattern(read_message_pattern(reader_, qmi::MessageKind::request, item, nullptr), step)) {
      return std::nullopt;
    }
    return step;
  }

 private:
  static bool take_pattern(std::optional<MessagePattern> pattern, Step& step) {
    if (!pattern) return false;
    constexpr std::array kBefore = {"", "the answer to ", "the indication "};
    step.text = kBefore[static_cast<std::size_t>(pattern->kind)] + pattern->text;
    step.what = std::move(*pattern);
    return true;
  }

  bool read_map(MapReader& map, Step& step) {
    map.check_one_of();
    constexpr std::array<std::pair<std::string_view, qmi::MessageKind>, 3> kMessages = {
        {{"request", qmi::MessageKind::request},
         {"answer", qmi::MessageKind::response},
         {"indication", qmi::MessageKind::indication}}};
    for (const auto& [key, kind] : kMessages) {
      const auto* name = map.find(key);
      if (name == nullptr) continue;
      auto pattern = read_message_pattern(reader_, kind, *name, map.find("where"));
      const auto* error = map.find("error");
      if (error != nullptr && kind == qmi::MessageKind::response) read_error(*error, pattern);
      const auto* captures = map.find("capture");
      if (captures != nullptr && pattern) step.captures = read_captures(reader_, *captures, *pattern);
      return take_pattern(std::move(pattern), step);
    }
    for (const std::string_view key : {"where", "capture"}) {
      if (const auto* at = map.key_node(key)) {
        reader_.mistake(*at, fmt::format("'{}' is about the TLVs of a message, and there is none", key));
      }
    }
    if (const auto* event = map.find("event")) {
      const auto milestone = read_milestone(reader_, *event);
      if (milestone) step = {*milestone, {}, std::string(to_string(*milestone))};
      return milestone.has_value();
    }
    if (const auto* says = map.find("says")) {
      auto pattern = reader_.pattern(*says);
      if (pattern) step = {OnSays{*pattern}, {}, fmt::format("client says /{}/", *pattern)};
      return pattern.has_value();
    }
    if (const auto* kernel = map.find("kernel")) {
      auto pattern = reader_.pattern(*kernel);
      if (pattern) step = {KernelSays{*pattern}, {}, fmt::format("the kernel says /{}/", *pattern)};
      return pattern.has_value();
    }
    if (const auto* serial = map.find("serial")) {
      const auto port = read_serial_port(reader_, *serial);
      const auto* receives = map.require("receives");
      auto pattern = receives != nullptr ? reader_.pattern(*receives) : std::nullopt;
      if (port && pattern)
        step = {OnSerial{*port, *pattern}, {}, fmt::format("{} receives /{}/", to_string(*port), *pattern)};
      return port && pattern;
    }
    reader_.mistake(map.node(), "a step is a message, an event, or what the client or the kernel says");
    return false;
  }

  void read_error(const YamlNode& node, std::optional<MessagePattern>& pattern) {
    const auto code = read_error_code(reader_, node);
    if (!code || !pattern) return;
    pattern->error = code;
    pattern->text = in_words(*pattern);
  }

  Reader& reader_;
};

}  // namespace

std::optional<std::vector<Step>> read_steps(Reader& reader, const YamlNode& node) {
  if (node.kind != YamlNode::Kind::list || node.items.size() < 2) {
    reader.mistake(node, "should be a list of two messages or more");
    return std::nullopt;
  }
  std::vector<Step> steps;
  for (const auto& item : node.items) {
    if (auto step = StepReader(reader).read(item)) steps.push_back(std::move(*step));
  }
  return steps;
}

}  // namespace modembench::bench
