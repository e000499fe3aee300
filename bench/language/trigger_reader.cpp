#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/message_pattern_reader.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/port_reader.hpp"
#include "bench/language/read_map.hpp"
#include "bench/language/rule_reader.hpp"
#include "bench/language/time_reader.hpp"
#include "bench/plan/milestone.hpp"

namespace modembench::bench {
namespace {

/// All names that can stand after "on:": milestones and messages.
std::vector<std::string> event_names() {
  std::vector<std::string> names(kMilestoneNames.begin(), kMilestoneNames.end());
  for (auto& name : request_names()) names.push_back(std::move(name));
  return names;
}

/// Reads a trigger, each kind of which has keys of its own. The keys that all rules have are read elsewhere.
class TriggerReader {
 public:
  TriggerReader(Reader& reader, const MapReader& rule, Rule& made) : reader_(reader), rule_(rule), made_(made) {}

  bool read() {
    const auto* at = rule_.find("at");
    const auto* on = rule_.find("on");
    const auto* every = rule_.find("every");
    if ((at != nullptr) + (on != nullptr) + (every != nullptr) > 1) {
      const auto* second = at != nullptr && on != nullptr ? rule_.key_node("on") : rule_.key_node("every");
      reader_.mistake(*second, "a rule has one trigger: 'at', 'on' or 'every'");
      return false;
    }
    bool good = false;
    if (at != nullptr) {
      good = read_at(*at);
    } else if (on != nullptr) {
      good = read_on(*on);
    } else if (every != nullptr) {
      good = read_every(*every);
    } else {
      reader_.mistake(rule_.node(), "a rule needs a trigger: 'at' with a time, or 'on' with a message or milestone");
    }
    if (!std::holds_alternative<OnMessage>(made_.trigger) || !good) note_misplaced(good);
    return good;
  }

 private:
  void note_misplaced(bool good) {
    if (!good) return;
    if (const auto* where = rule_.key_node("where")) {
      reader_.mistake(*where, "'where' says which TLVs a request must have, and there is none");
    }
    if (const auto* capture = rule_.key_node("capture")) {
      reader_.mistake(*capture, "'capture' keeps what a message says, and there is none");
    }
  }

  bool read_at(const YamlNode& at) {
    made_.times = 1;
    // "2s after WDS Start Network" is short for that message with `after: 2s`.
    const std::size_t after = at.text.find(" after ");
    if (after != std::string::npos && find_message_id(std::string_view(at.text).substr(after + 7))) {
      auto time = read_time_since(reader_, at);
      if (!time) return false;
      made_.times = 0;
      made_.after = time->time;
      return take_pattern(std::get<MessagePattern>(std::move(*time->since)));
    }
    const auto time = read_at_time(reader_, at, Milestone::start);
    if (time) made_.trigger = *time;
    return time.has_value();
  }

  bool read_every(const YamlNode& every) {
    constexpr Duration kLeast = std::chrono::milliseconds(1);
    const auto period = read_span(reader_, every);
    if (!period) return false;
    if (period->least < kLeast) {
      reader_.mistake(every, "should be 1ms or more");
      return false;
    }
    made_.trigger = Every{*period};
    return true;
  }

  bool read_on(const YamlNode& on) {
    if (on.kind == YamlNode::Kind::map) return read_on_map(on);
    if (on.kind != YamlNode::Kind::text) {
      reader_.mistake(on, fmt::format("should be a message such as WDS Start Network, or a milestone such as "
                                      "registered; is {}",
                                      describe(on)));
      return false;
    }
    if (const auto milestone = milestone_from_string(on.text)) {
      made_.trigger = AtTime{Duration{0}, *milestone};
      made_.times = 1;
      return true;
    }
    const bool any = on.text == "any" || on.text.starts_with("any ");
    if (!any && !find_message_id(on.text)) {
      reader_.unknown(on, "event", on.text, event_names());
      return false;
    }
    return read_message(qmi::MessageKind::request, on);
  }

  bool read_on_map(const YamlNode& on) {
    MapReader what(reader_, on, grammar::on);
    if (on.entries.empty()) reader_.mistake(on, "should say what the rule waits for");
    what.check_one_of();
    if (const auto* name = what.find("request")) return read_message(qmi::MessageKind::request, *name);
    if (const auto* name = what.find("answer")) return read_answer(what, *name);
    if (const auto* name = what.find("indication")) return read_message(qmi::MessageKind::indication, *name);
    if (const auto* port = what.find("serial")) return read_serial(what, *port);
    if (const auto* port = what.find("port")) return read_port(what, *port);
    if (const auto* says = what.find("says")) {
      auto pattern = reader_.pattern(*says);
      if (pattern) made_.trigger = OnSays{std::move(*pattern)};
      return pattern.has_value();
    }
    for (const std::string_view key : {"receives", "is", "error"}) {
      if (const auto* at = what.key_node(key)) reader_.mistake(*at, fmt::format("'{}' of what?", key));
    }
    return false;
  }

  bool read_message(qmi::MessageKind kind, const YamlNode& name) {
    auto pattern = read_message_pattern(reader_, kind, name, rule_.find("where"));
    return pattern && take_pattern(std::move(*pattern));
  }

  bool read_answer(const MapReader& what, const YamlNode& name) {
    if (!read_message(qmi::MessageKind::response, name)) return false;
    const auto* error = what.find("error");
    if (error == nullptr) return true;
    const auto code = read_error_code(reader_, *error);
    if (code) std::get<OnMessage>(made_.trigger).pattern.error = code;
    return code.has_value();
  }

  bool take_pattern(MessagePattern pattern) {
    if (const auto* node = rule_.find("capture")) made_.captures = read_captures(reader_, *node, pattern);
    made_.trigger = OnMessage{std::move(pattern)};
    return true;
  }

  bool read_serial(MapReader& what, const YamlNode& node) {
    const auto* receives = what.require("receives");
    const auto port = read_serial_port(reader_, node);
    auto pattern = receives != nullptr ? reader_.pattern(*receives) : std::nullopt;
    if (!port || !pattern) return false;
    made_.trigger = OnSerial{*port, std::move(*pattern)};
    return true;
  }

  bool read_port(MapReader& what, const YamlNode& node) {
    static_cast<void>(what.require("is"));
    const auto port = modembench::bench::read_port(reader_, node);
    const auto state = what.choice("is", "change of a port");
    if (!port || !state) return false;
    made_.trigger = OnPort{*port, *state == 0};
    return true;
  }

  Reader& reader_;
  const MapReader& rule_;
  Rule& made_;
};

}  // namespace

std::optional<std::uint32_t> read_times(Reader& reader, const YamlNode& node, const grammar::KeySpec& key) {
  if (node.text == "always") return 0;
  if (node.kind == YamlNode::Kind::text && !node.text.empty() &&
      node.text.find_first_not_of("-0123456789") == std::string::npos) {
    const auto& form = grammar::form_of(grammar::rule, key.name, grammar::Kind::integer);
    const auto times = reader.integer(node, form.least, form.most);
    return times ? std::optional(static_cast<std::uint32_t>(*times)) : std::nullopt;
  }
  reader.mistake(node, fmt::format("should be a number of times, or always, is {}", describe(node)));
  return std::nullopt;
}

std::optional<unsigned> read_percent(Reader& reader, const YamlNode& node) {
  YamlNode number = node;
  if (node.kind == YamlNode::Kind::text && node.text.ends_with('%')) {
    number.text.pop_back();
    if (const auto percent = reader.integer(number, 1, 100)) return static_cast<unsigned>(*percent);
    return std::nullopt;
  }
  reader.mistake(node, fmt::format("should be a chance such as 30%, is {}", describe(node)));
  return std::nullopt;
}

std::optional<Rule> read_rule(Reader& reader, const YamlNode& node) {
  MapReader map(reader, node, grammar::rule);
  if (node.kind != YamlNode::Kind::map) return std::nullopt;
  Rule made;
  made.where = reader.position(node);
  const bool has_trigger = TriggerReader(reader, map, made).read();
  for (const auto& put : read_part(reader, map, grammar::rule, grammar::owner_of<Rule>())) put(&made);
  const auto* what = map.require("do");
  if (what == nullptr) return std::nullopt;
  if (!has_trigger) {
    check_actions(reader, *what);
    return std::nullopt;
  }
  read_actions(reader, *what, made);
  return made;
}

}  // namespace modembench::bench
