#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "bench/language/data_reader.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/port_reader.hpp"
#include "bench/language/read_map.hpp"
#include "bench/language/rule_reader.hpp"
#include "bench/language/serial_reader.hpp"
#include "bench/language/settings_reader.hpp"
#include "bench/language/sms_reader.hpp"
#include "bench/language/tamper_reader.hpp"
#include "bench/language/tlv_reader.hpp"
#include "bench/language/value_reader.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {

namespace {

class ActionReader {
 public:
  /// `rule` has its trigger already.
  ActionReader(Reader& reader, const YamlNode& node, Rule& rule)
      : reader_(reader), map_(reader, node, grammar::action), rule_(rule) {
    const auto* on = std::get_if<OnMessage>(&rule.trigger);
    if (on == nullptr) return;
    pattern_ = &on->pattern;
    if (!pattern_->message) return;
    message_ = {*pattern_->service, *pattern_->message, qmi::find_message(*pattern_->service, *pattern_->message)};
  }

  void check() {
    read_device_actions();
    note_conflicts();
    if (const auto* node = map_.find("delay")) static_cast<void>(reader_.duration(*node));
    if (const auto* node = map_.find("error")) static_cast<void>(read_error_code(reader_, *node));
  }

  void read() {
    read_device_actions();
    if (pattern_ != nullptr) {
      read_message_actions();
    } else {
      note_without_message();
    }
    const auto& node = map_.node();
    if (node.kind == YamlNode::Kind::map && node.entries.empty()) reader_.mistake(node, "does nothing");
  }

 private:
  bool is_about_request() const { return pattern_ != nullptr && pattern_->kind == qmi::Kind::request; }

  void note_without_message() {
    const auto note = [&](std::string_view key, std::string_view what) {
      const auto* at = map_.key_node(key);
      if (at == nullptr) return;
      reader_.mistake(*at, fmt::format("'{}' is done to a {}: it needs 'on:' with a message's name", key, what));
    };
    for (const auto& key : grammar::action_on_message.keys) note(key.name, "message");
    for (const auto& key : grammar::action_on_request.keys) note(key.name, "request");
    note("drop", "message");
  }

  // --- to the modem

  /// `wanted`: what else it could be.
  bool is_true(std::string_view key, std::string_view wanted = "true") {
    const auto* node = map_.find(key);
    if (node == nullptr || node->text == "true") return node != nullptr;
    if (node->text == "false") {
      reader_.mistake(*node, fmt::format("'{}' can only be true; leave it out otherwise", key));
    } else {
      reader_.mistake(*node, fmt::format("should be {}, is {}", wanted, describe(*node)));
    }
    return false;
  }

  void read_device_actions() {
    if (const auto* node = map_.find("unregister")) {
      if (const auto port = read_port(reader_, *node)) rule_.actions.emplace_back(Unregister{*port});
    }
    if (const auto* node = map_.find("register")) {
      if (const auto port = read_port(reader_, *node)) rule_.actions.emplace_back(Register{*port});
    }
    if (const auto* node = map_.find("unplug")) read_unplug(*node);
    if (is_true("replug")) rule_.actions.emplace_back(Replug{});
    if (is_true("reset")) rule_.actions.emplace_back(ResetOnBus{});
    if (const auto* node = map_.find("reboot")) read_reboot(*node);
    if (const auto* node = map_.find("drop calls")) {
      if (const auto reason = read_call_end_reason(reader_, *node)) rule_.actions.emplace_back(DropCalls{*reason});
    }
    if (const auto* node = map_.find("set")) read_set(*node);
    if (const auto* node = map_.find("say")) read_say(*node);
    if (const auto* node = map_.find("sms")) {
      if (auto sms = read_sms(reader_, *node)) rule_.actions.emplace_back(std::move(*sms));
    }
    if (const auto* node = map_.find("indicate")) read_indicate(*node);
    if (const auto* node = map_.find("send")) {
      if (auto bytes = read_bytes(reader_, *node)) rule_.actions.emplace_back(SendRaw{std::move(*bytes)});
    }
    if (const auto* node = map_.find("hang up")) read_hang_up(*node);
    if (const auto* node = map_.find("arm")) rule_.actions.emplace_back(Arm{reader_.texts(*node), true});
    if (const auto* node = map_.find("disarm")) rule_.actions.emplace_back(Arm{reader_.texts(*node), false});
  }

  void read_unplug(const YamlNode& node) {
    Unplug unplug;
    if (node.kind == YamlNode::Kind::map) {
      read_into(reader_, node, grammar::unplug, unplug);
    } else if (!is_true("unplug", "true, or {for: 3s}")) {
      return;
    }
    rule_.actions.emplace_back(unplug);
  }

  void read_reboot(const YamlNode& node) {
    Reboot reboot;
    if (node.kind == YamlNode::Kind::map) {
      read_into(reader_, node, grammar::reboot, reboot);
    } else if (!is_true("reboot", "true, or {silent for: 3s}")) {
      return;
    }
    rule_.actions.emplace_back(reboot);
  }

  void read_set(const YamlNode& node) {
    MapReader map(reader_, node, grammar::set_while_running);
    SetModem set;
    set.text = in_one_line(node);
    const auto running = [&]<class Settings>(std::string_view key, const grammar::MapSpec& spec,
                                             Changes<Settings>& changes) {
      const auto* settings = map.find(key);
      if (settings == nullptr) return;
      if (settings->kind == YamlNode::Kind::map && settings->entries.empty())
        reader_.mistake(*settings, "sets nothing");
      changes = read_changes<Settings>(reader_, *settings, spec);
    };
    running("signal", grammar::signal, set.modem.signal);
    running("registration", grammar::registration, set.modem.registration);
    running("call", grammar::call, set.modem.call);
    running("sim", grammar::sim, set.modem.sim);
    running("client ids", grammar::client_ids, set.modem.client_ids);
    running("usb", grammar::usb_while_running, set.usb);
    if (const auto* data = map.find("data")) set.modem.data = read_data_changes(reader_, *data);
    if (!set.empty()) rule_.actions.emplace_back(std::move(set));
    if (const auto* serial = map.find("serial")) rule_.actions.emplace_back(SetSerial{read_voices(reader_, *serial)});
    read_surroundings(map);
    if (node.kind == YamlNode::Kind::map && node.entries.empty()) reader_.mistake(node, "sets nothing");
  }

  void read_surroundings(MapReader& map) {
    modem::Surroundings what;
    if (const auto* disable = map.find("wireless disable")) what.wireless_disable = reader_.truth(*disable);
    if (const auto* power = map.find("power")) {
      read_into(reader_, *power, grammar::power_while_running, what);
      if (power->entries.empty()) reader_.mistake(*power, "changes nothing");
    }
    if (what.wireless_disable || what.power_state || what.battery_level) {
      rule_.actions.emplace_back(ChangeSurroundings{what});
    }
  }

  void read_say(const YamlNode& node) {
    for (const auto& [port, value] : read_serial_ports(reader_, node, "serial ports and what they say")) {
      if (auto text = reader_.text(*value)) rule_.actions.emplace_back(Say{port, std::move(*text)});
    }
  }

  void read_indicate(const YamlNode& node) {
    const YamlNode* name = &node;
    const YamlNode* with = nullptr;
    std::int64_t client = 0xFF;
    if (node.kind == YamlNode::Kind::map) {
      MapReader map(reader_, node, grammar::indicate);
      name = map.require("message");
      with = map.find("with");
      client = map.integer("client id").value_or(client);
    }
    const auto message = name != nullptr ? read_indication_name(reader_, *name) : std::nullopt;
    if (!message) return;
    Indicate made;
    made.header = qmi::indication(message->service, static_cast<std::uint8_t>(client), message->message).header;
    if (with != nullptr) made.tlvs = read_tlvs(reader_, *with, *message, qmi::Kind::indication);
    rule_.actions.emplace_back(std::move(made));
  }

  // `true` speaks of the connection that the message is for; without one, of the QMI port.
  void read_hang_up(const YamlNode& node) {
    const bool is_word = node.kind == YamlNode::Kind::text && (node.text == "true" || node.text == "false");
    if (is_word) {
      if (is_true("hang up") && (pattern_ == nullptr || map_.find("drop") != nullptr))
        rule_.actions.emplace_back(HangUp{});
    } else if (const auto port = read_port(reader_, node)) {
      rule_.actions.emplace_back(HangUp{*port});
    }
  }

  // --- to a message

  About about_answer() const {
    About about;
    if (pattern_->message) about.message = message_;
    if (pattern_->kind == qmi::Kind::indication) about.kind = qmi::Kind::indication;
    return about;
  }

  void read_message_actions() {
    note_conflicts();
    if (!is_about_request()) note_no_request();
    if (is_true("drop")) {
      if (is_about_request()) {
        rule_.reply = Drop{};
      } else {
        rule_.tamper.emplace().lost = true;
      }
      return;
    }
    if (is_about_request()) {
      if (const auto* node = map_.find("error")) read_error(*node);
      if (const auto* node = map_.find("answer")) {
        rule_.reply = Answer{read_tlvs(reader_, *node, message_, qmi::Kind::response)};
      }
    }
    rule_.tamper = read_tamper(reader_, map_, about_answer());
  }

  void note_no_request() {
    const std::string_view what = pattern_->kind == qmi::Kind::response ? "an answer" : "an indication";
    for (const auto& key : grammar::action_on_request.keys) {
      const auto* at = map_.key_node(key.name);
      if (at == nullptr) continue;
      reader_.mistake(*at, fmt::format("'{}' is done to a request, and this rule is about {}", key.name, what));
    }
  }

  void read_error(const YamlNode& node) {
    const auto error = read_error_code(reader_, node);
    const auto* with = map_.find("with");
    auto tlvs = with != nullptr ? read_tlvs(reader_, *with, message_, qmi::Kind::response) : std::vector<GivenTlv>{};
    if (error) rule_.reply = Fail{*error, std::move(tlvs)};
  }

  void note_conflict_with_drop(std::string_view key) {
    const auto* at = map_.key_node(key);
    if (at == nullptr) return;
    reader_.mistake(*at, fmt::format("'drop' leaves no answer: '{}' can't stand beside it", key));
  }

  void note_conflicts() {
    if (map_.find("drop") != nullptr) {
      for (const auto& key : grammar::action_on_message.keys) note_conflict_with_drop(key.name);
      for (const std::string_view key : {"error", "answer"}) note_conflict_with_drop(key);
    }
    if (map_.find("error") != nullptr && map_.find("answer") != nullptr) {
      reader_.mistake(*map_.key_node("answer"), "a request has one answer: 'error' and 'answer' can't stand together");
    }
    if (map_.find("with") != nullptr && map_.find("error") == nullptr) {
      reader_.mistake(*map_.key_node("with"), "'with' says more about an 'error', and there is none");
    }
  }

  Reader& reader_;
  MapReader map_;
  Rule& rule_;
  const MessagePattern* pattern_ = nullptr;  ///< what the rule is about; null: no message
  MessageId message_;
};

}  // namespace

void read_actions(Reader& reader, const YamlNode& node, Rule& rule) { ActionReader(reader, node, rule).read(); }

void check_actions(Reader& reader, const YamlNode& node) {
  Rule rule;
  ActionReader(reader, node, rule).check();
}

}  // namespace modembench::bench
