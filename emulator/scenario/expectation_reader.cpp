#include "emulator/scenario/expectation_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "emulator/qmi/schema.hpp"
#include "emulator/scenario/expectation_words.hpp"
#include "emulator/scenario/request_pattern.hpp"
#include "emulator/scenario/text_pattern.hpp"
#include "emulator/scenario/time_reader.hpp"

namespace modembench::scenario {
namespace {

const std::initializer_list<std::string_view> kKinds = {"never",  "client", "request", "serial",
                                                        "device", "order",  "balance", "says"};

/// The first key of the map that is a kind of expectation. `says` stands beside `client`, too, and is the
/// kind only where no other is.
std::string_view find_kind(const YamlNode& node) {
  for (const auto kind : kKinds) {
    for (const auto& entry : node.entries) {
      if (qmi::same_name(entry.key.text, kind)) return kind;
    }
  }
  return {};
}

std::optional<std::string> read_pattern(Reader& reader, const YamlNode& node) {
  auto text = reader.text(node);
  if (!text) return std::nullopt;
  const auto pattern = TextPattern::compile(*text);
  if (pattern) return text;
  reader.mistake(node, pattern.error());
  return std::nullopt;
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
      read_request();
    } else if (kind == "serial") {
      read_serial();
    } else if (kind == "device") {
      read_device();
    } else if (kind == "order") {
      read_order();
    } else if (kind == "balance") {
      read_balance();
    } else if (kind == "says") {
      read_says();
    } else {
      note_unknown();
    }
    for (auto& expectation : made_) expectation.text = in_words(expectation);
    return std::move(made_);
  }

 private:
  void note_unknown() {
    MapReader map(reader_, node_, kKinds);
    if (node_.kind == YamlNode::Kind::map && node_.entries.empty()) reader_.mistake(node_, "expects nothing");
  }

  Expectation& add(const YamlNode& where, Expected what) {
    Expectation expectation;
    expectation.what = std::move(what);
    expectation.where = reader_.position(where);
    return made_.emplace_back(std::move(expectation));
  }

  void read_within(const MapReader& map) {
    const auto* node = map.find("within");
    const auto time = node != nullptr ? read_at_time(reader_, *node, Milestone::client_starts) : std::nullopt;
    if (!time) return;
    for (auto& expectation : made_) {
      expectation.within = time->after;
      expectation.since = time->milestone;
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
    MapReader map(reader_, node_, {"never", "within", "for"});
    const auto& inner = *map.find("never");
    if (find_kind(inner) == "never") return reader_.mistake(inner, "never never: say it without both");
    made_ = ExpectationReader(reader_, inner, clients_).read();
    // "Never both" could mean several things.
    if (made_.size() > 1) reader_.mistake(inner, "'never' takes one thing: write a second 'never' for 'says'");
    for (auto& expectation : made_) expectation.never = true;
    read_within(map);
    read_for(map);
  }

  void read_client() {
    MapReader map(reader_, node_, {"client", "status", "says", "within", "for"});
    static_cast<void>(reader_.choice(*map.find("client"), "", {"exits"}));
    ExpectClientExits exits;
    if (const auto* status = map.find("status")) read_status(*status, exits);
    add(node_, exits);
    if (const auto* says = map.find("says")) {
      for (const auto& item : reader_.one_or_list(*says)) {
        if (auto pattern = read_pattern(reader_, item)) add(item, ExpectClientSays{std::move(*pattern), {}});
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

  void read_says() {
    MapReader map(reader_, node_, {"says", "count", "within", "for"});
    ExpectClientSays says;
    if (const auto* count = map.find("count")) says.count = read_count(reader_, *count).value_or(Count{});
    auto pattern = read_pattern(reader_, *map.find("says"));
    if (pattern) {
      says.pattern = std::move(*pattern);
      add(node_, std::move(says));
    }
    read_within(map);
    read_for(map);
  }

  void read_request() {
    MapReader map(reader_, node_, {"request", "where", "count", "within", "for"});
    auto pattern = read_request_pattern(reader_, *map.find("request"), map.find("where"));
    Count count;
    if (const auto* node = map.find("count")) count = read_count(reader_, *node).value_or(Count{});
    if (pattern) add(node_, ExpectRequest{std::move(*pattern), count});
    read_within(map);
    read_for(map);
  }

  std::optional<PortName> read_port(const YamlNode& node) {
    const auto port = node.kind == YamlNode::Kind::text ? port_from_string(node.text) : std::nullopt;
    if (!port) reader_.unknown(node, "port", node.text, {"qmi", "ttyUSB0", "ttyUSB1", "ttyUSB2"});
    return port;
  }

  void read_serial() {
    MapReader map(reader_, node_, {"serial", "receives", "within", "for"});
    const auto port = read_port(*map.find("serial"));
    if (port == PortName::qmi) reader_.mistake(*map.find("serial"), "qmi is no serial port; expect a 'request' of it");
    const auto* receives = map.require("receives");
    auto pattern = receives != nullptr ? read_pattern(reader_, *receives) : std::nullopt;
    if (port && pattern) add(node_, ExpectSerial{*port, std::move(*pattern)});
    read_within(map);
    read_for(map);
  }

  void read_device() {
    MapReader map(reader_, node_, {"device", "is", "for"});
    const auto port = read_port(*map.find("device"));
    const auto* is = map.require("is");
    const auto state = is != nullptr ? reader_.choice(*is, "state of a device", {"present", "gone"}) : std::nullopt;
    if (port && state) add(node_, ExpectDevice{*port, *state == 0});
    read_for(map);
  }

  void read_order() {
    MapReader map(reader_, node_, {"order", "within", "for"});
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
    const YamlNode* name = &item;
    const YamlNode* where = nullptr;
    if (item.kind == YamlNode::Kind::map) {
      MapReader map(reader_, item, {"request", "where"});
      name = map.require("request");
      where = map.find("where");
    }
    if (name == nullptr) return;
    if (auto pattern = read_request_pattern(reader_, *name, where)) order.requests.push_back(std::move(*pattern));
  }

  void read_balance() {
    MapReader map(reader_, node_, {"balance", "for"});
    static_cast<void>(reader_.choice(*map.find("balance"), "", {"clean"}));
    add(node_, ExpectBalance{});
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

}  // namespace modembench::scenario
