#include "bench/language/expectation_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/message_pattern_reader.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/rule_reader.hpp"
#include "bench/language/time_reader.hpp"
#include "bench/plan/message_pattern.hpp"
#include "bench/plan/milestone.hpp"
#include "bench/words/expectation_words.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

/// The first key of the map that is a kind of expectation. `says` stands beside `client`, too, and is the
/// kind only where no other is.
std::string_view find_kind(const YamlNode& node) {
  for (const auto* spec : grammar::expectations) {
    const auto kind = spec->keys.front().name;
    for (const auto& entry : node.entries) {
      if (qmi::same_name(entry.key.text, kind)) return kind;
    }
  }
  return {};
}

/// Reads one entry; what it makes shares the entry's `within` and `for`.
class ExpectationReader {
 public:
  ExpectationReader(Reader& reader, const YamlNode& node, const std::vector<std::string>& clients)
      : reader_(reader), node_(node), clients_(clients) {}

  std::vector<Expectation> read() {
    const auto kind = find_kind(node_);
    if (kind == "never") {
      read_never();
    } else if (kind == "client") {
      read_client();
    } else if (kind == "request") {
      read_message(qmi::Kind::request, grammar::request);
    } else if (kind == "answer") {
      read_message(qmi::Kind::response, grammar::answer);
    } else if (kind == "indication") {
      read_message(qmi::Kind::indication, grammar::indication);
    } else if (kind == "event") {
      read_event();
    } else if (kind == "serial") {
      read_serial();
    } else if (kind == "device") {
      read_device();
    } else if (kind == "traffic") {
      read_traffic();
    } else if (kind == "order") {
      read_order();
    } else if (kind == "balance") {
      read_balance();
    } else if (kind == "says") {
      read_lines<ExpectClientSays>(grammar::says);
    } else if (kind == "kernel") {
      read_lines<ExpectKernelSays>(grammar::kernel);
    } else {
      note_unknown();
    }
    for (auto& expectation : made_) expectation.text = in_words(expectation);
    return std::move(made_);
  }

 private:
  void note_unknown() {
    std::vector<std::string_view> kinds;
    for (const auto* spec : grammar::expectations) kinds.push_back(spec->keys.front().name);
    static_cast<void>(MapReader(reader_, node_, kinds));
    if (node_.kind == YamlNode::Kind::map && node_.entries.empty()) reader_.mistake(node_, "expects nothing");
  }

  Expectation& add(const YamlNode& where, Expected what) {
    Expectation expectation;
    expectation.what = std::move(what);
    expectation.where = reader_.position(where);
    return made_.emplace_back(std::move(expectation));
  }

  void read_within(const MapReader& map, std::string_view key = "within") {
    const auto* node = map.find(key);
    auto time = node != nullptr ? read_time_since(reader_, *node) : std::nullopt;
    if (!time) return;
    for (auto& expectation : made_) {
      expectation.within = time->time.most;
      if (time->is_range) expectation.not_before = time->time.least;
      if (time->since) expectation.since = *time->since;
    }
  }

  void read_for(const MapReader& map) {
    const auto* node = map.find("for");
    if (node == nullptr) return;
    std::vector<std::string> names;
    for (const auto& item : reader_.one_or_list(*node)) {
      auto name = reader_.text(item);
      if (!name) continue;
      if (std::find(clients_.begin(), clients_.end(), *name) == clients_.end()) {
        reader_.unknown(item, "client of this scenario", *name, clients_);
      }
      names.push_back(std::move(*name));
    }
    if (names.empty()) reader_.mistake(*node, "should name one client or more");
    for (auto& expectation : made_) expectation.only_for = names;
  }

  void read_never() {
    MapReader map(reader_, node_, grammar::never);
    const auto& inner = *map.find("never");
    if (find_kind(inner) == "never") return reader_.mistake(inner, "never never: say it without both");
    made_ = ExpectationReader(reader_, inner, clients_).read();
    // "Never both" could mean several things.
    if (made_.size() > 1) reader_.mistake(inner, "'never' takes one thing: write a second 'never' for 'says'");
    for (auto& expectation : made_) expectation.never = true;
    // Of what must never be there is a while in which it isn't.
    if (map.find("within") != nullptr && map.find("during") != nullptr) {
      reader_.mistake(*map.key_node("during"), "'within' and 'during' say the same: one of them is enough");
    }
    read_within(map, map.find("within") != nullptr ? "within" : "during");
    read_for(map);
  }

  void read_client() {
    MapReader map(reader_, node_, grammar::client_exits);
    static_cast<void>(map.choice("client", ""));
    ExpectClientExits exits;
    if (const auto* status = map.find("status")) read_status(*status, exits);
    add(node_, exits);
    if (const auto* says = map.find("says")) {
      for (const auto& item : reader_.one_or_list(*says)) {
        if (auto pattern = reader_.pattern(item)) add(item, ExpectClientSays{std::move(*pattern), {}});
      }
    }
    read_within(map);
    read_for(map);
  }

  void read_status(const YamlNode& node, ExpectClientExits& exits) {
    if (qmi::same_name(node.text, "success")) {
      exits.status = ExpectClientExits::Status::success;
    } else if (qmi::same_name(node.text, "failure")) {
      exits.status = ExpectClientExits::Status::failure;
    } else if (!node.text.empty() && node.text.find_first_not_of("0123456789") == std::string::npos) {
      exits.status = ExpectClientExits::Status::exact;
      exits.exact = static_cast<int>(reader_.integer(node, 0, 255).value_or(0));
    } else {
      reader_.mistake(node, fmt::format("should be success, failure or a number, is {}", describe(node)));
    }
  }

  template <class Says>
  void read_lines(const grammar::MapSpec& spec) {
    MapReader map(reader_, node_, spec);
    Says says;
    if (const auto* count = map.find("count")) says.count = read_count(reader_, *count).value_or(Count{});
    auto pattern = reader_.pattern(*map.find(spec.keys.front().name));
    if (pattern) {
      says.pattern = std::move(*pattern);
      add(node_, std::move(says));
    }
    read_within(map);
    read_for(map);
  }

  void read_message(qmi::Kind kind, const grammar::MapSpec& spec) {
    MapReader map(reader_, node_, spec);
    const auto key = spec.keys.front().name;
    auto pattern = read_message_pattern(reader_, kind, *map.find(key), map.find("where"));
    ExpectMessage expected;
    if (const auto* node = map.find("count")) expected.count = read_count(reader_, *node).value_or(Count{});
    if (const auto* node = map.find("apart")) expected.apart = reader_.duration(*node);
    if (const auto* node = map.find("error")) read_error(*node, kind, pattern);
    if (pattern) {
      expected.pattern = std::move(*pattern);
      add(node_, std::move(expected));
    }
    read_within(map);
    read_for(map);
  }

  void read_error(const YamlNode& node, qmi::Kind kind, std::optional<MessagePattern>& pattern) {
    if (kind != qmi::Kind::response) return reader_.mistake(node, "only an answer has an error");
    const auto code = read_error_code(reader_, node);
    if (!code || !pattern) return;
    pattern->error = code;
    pattern->text = in_words(*pattern);
  }

  void read_event() {
    MapReader map(reader_, node_, grammar::event);
    ExpectEvent expected;
    if (const auto* node = map.find("count")) expected.count = read_count(reader_, *node).value_or(Count{});
    if (const auto milestone = read_milestone(*map.find("event"))) {
      expected.milestone = *milestone;
      add(node_, expected);
    }
    read_within(map);
    read_for(map);
  }

  std::optional<Milestone> read_milestone(const YamlNode& node) {
    if (node.kind != YamlNode::Kind::text) {
      reader_.mistake(node, fmt::format("should be a milestone such as registered, is {}", describe(node)));
      return std::nullopt;
    }
    const auto milestone = milestone_from_string(node.text);
    if (!milestone) reader_.unknown(node, "event", node.text, {kMilestoneNames.begin(), kMilestoneNames.end()});
    return milestone;
  }

  std::optional<PortName> read_port(const YamlNode& node) {
    const auto port = node.kind == YamlNode::Kind::text ? port_from_string(node.text) : std::nullopt;
    if (!port) reader_.unknown(node, "port", node.text, {"qmi", "ttyUSB0", "ttyUSB1", "ttyUSB2"});
    return port;
  }

  void read_serial() {
    MapReader map(reader_, node_, grammar::serial_received);
    const auto port = read_port(*map.find("serial"));
    if (port == PortName::qmi) reader_.mistake(*map.find("serial"), "qmi is no serial port; expect a 'request' of it");
    const auto* receives = map.require("receives");
    auto pattern = receives != nullptr ? reader_.pattern(*receives) : std::nullopt;
    if (port && pattern) add(node_, ExpectSerial{*port, std::move(*pattern)});
    read_within(map);
    read_for(map);
  }

  void read_device() {
    MapReader map(reader_, node_, grammar::device_node);
    const auto port = read_port(*map.find("device"));
    static_cast<void>(map.require("is"));
    const auto state = map.choice("is", "state of a device");
    if (port && state) add(node_, ExpectDevice{*port, *state == 0});
    read_for(map);
  }

  void read_traffic() {
    MapReader map(reader_, node_, grammar::traffic);
    const auto direction = map.choice("traffic", "direction of traffic");
    ExpectTraffic expected;
    if (const auto bytes = map.integer("bytes")) expected.bytes = static_cast<std::uint64_t>(*bytes);
    if (const auto packets = map.integer("packets")) expected.packets = static_cast<std::uint64_t>(*packets);
    if (direction) {
      expected.to_host = *direction == 1;
      add(node_, expected);
    }
    read_within(map);
    read_for(map);
  }

  void read_order() {
    MapReader map(reader_, node_, grammar::order);
    const auto& list = *map.find("order");
    ExpectOrder order;
    if (list.kind != YamlNode::Kind::list || list.items.size() < 2) {
      reader_.mistake(list, "should be a list of two messages or more");
    } else {
      for (const auto& item : list.items) read_step(item, order);
      add(node_, std::move(order));
    }
    read_within(map);
    read_for(map);
  }

  void read_step(const YamlNode& item, ExpectOrder& order) {
    Step step;
    if (item.kind == YamlNode::Kind::map) {
      MapReader map(reader_, item, grammar::step);
      if (!read_step_map(map, step)) return;
    } else if (const auto milestone = milestone_from_string(item.text)) {
      step.what = *milestone;
      step.text = std::string(to_string(*milestone));
    } else if (!take_pattern(read_message_pattern(reader_, qmi::Kind::request, item, nullptr), step)) {
      return;
    }
    order.steps.push_back(std::move(step));
  }

  static bool take_pattern(std::optional<MessagePattern> pattern, Step& step) {
    if (!pattern) return false;
    constexpr std::array kBefore = {"", "the answer to ", "the indication "};
    step.text = kBefore[static_cast<std::size_t>(pattern->kind)] + pattern->text;
    step.what = std::move(*pattern);
    return true;
  }

  bool read_step_map(MapReader& map, Step& step) {
    map.check_one_of();
    constexpr std::array<std::pair<std::string_view, qmi::Kind>, 3> kMessages = {
        {{"request", qmi::Kind::request}, {"answer", qmi::Kind::response}, {"indication", qmi::Kind::indication}}};
    for (const auto& [key, kind] : kMessages) {
      const auto* name = map.find(key);
      if (name == nullptr) continue;
      auto pattern = read_message_pattern(reader_, kind, *name, map.find("where"));
      const auto* error = map.find("error");
      if (error != nullptr && kind == qmi::Kind::response) read_error(*error, kind, pattern);
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
      const auto milestone = read_milestone(*event);
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

  void read_balance() {
    MapReader map(reader_, node_, grammar::balance);
    const auto wanted = map.choice("balance", "balance");
    if (wanted) add(node_, ExpectBalance{.client_ids = *wanted == 0});
    read_for(map);
  }

  Reader& reader_;
  const YamlNode& node_;
  const std::vector<std::string>& clients_;
  std::vector<Expectation> made_;
};

}  // namespace

std::vector<Expectation> read_expectation(Reader& reader, const YamlNode& node,
                                          const std::vector<std::string>& clients) {
  return ExpectationReader(reader, node, clients).read();
}

}  // namespace modembench::bench
