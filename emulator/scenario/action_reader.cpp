#include <fmt/format.h>

#include "emulator/qmi/schema.hpp"
#include "emulator/scenario/device_settings_reader.hpp"
#include "emulator/scenario/name_reader.hpp"
#include "emulator/scenario/network_settings_reader.hpp"
#include "emulator/scenario/rule_reader.hpp"
#include "emulator/scenario/serial_reader.hpp"
#include "emulator/scenario/sms_reader.hpp"
#include "emulator/scenario/tlv_reader.hpp"

namespace modembench::scenario {
namespace {

std::optional<PortName> read_port(Reader& reader, const YamlNode& node) {
  const auto index = reader.choice(node, "port", {"qmi", "ttyUSB0", "ttyUSB1", "ttyUSB2"});
  if (!index) return std::nullopt;
  return kAllPorts[*index];
}

}  // namespace

std::optional<PortName> read_serial_port(Reader& reader, const YamlNode& node) {
  const auto index = reader.choice(node, "serial port", {"ttyUSB0", "ttyUSB1", "ttyUSB2"});
  if (!index) return std::nullopt;
  return kAllPorts[*index + 1];
}

namespace {

class ActionReader {
 public:
  ActionReader(Reader& reader, const YamlNode& node, const RequestPattern* request)
      : reader_(reader),
        map_(reader, node,
             {"drop", "delay", "error", "with", "answer", "unregister", "register", "drop calls", "say", "set", "sms"}),
        request_(request) {
    if (request != nullptr) {
      message_ = {request->service, request->message, qmi::find_message(request->service, request->message)};
    }
  }

  void check() {
    read_device_actions();
    note_conflicts();
    if (const auto* node = map_.find("delay")) static_cast<void>(reader_.duration(*node));
    if (const auto* node = map_.find("error")) static_cast<void>(read_error_code(reader_, *node));
  }

  std::vector<Action> read() {
    read_device_actions();
    for (const std::string_view key : {"drop", "delay", "error", "with", "answer"}) {
      const auto* at = map_.key_node(key);
      if (at != nullptr && request_ == nullptr) {
        reader_.mistake(*at, fmt::format("'{}' is done to a request: it needs 'on:' with a message's name", key));
      }
    }
    if (request_ != nullptr) read_request_actions();
    const auto& node = map_.node();
    if (actions_.empty() && node.kind == YamlNode::Kind::map && node.entries.empty()) {
      reader_.mistake(node, "does nothing");
    }
    return std::move(actions_);
  }

 private:
  void read_device_actions() {
    if (const auto* node = map_.find("unregister")) {
      if (const auto port = read_port(reader_, *node)) actions_.emplace_back(Unregister{*port});
    }
    if (const auto* node = map_.find("register")) {
      if (const auto port = read_port(reader_, *node)) actions_.emplace_back(Register{*port});
    }
    if (const auto* node = map_.find("drop calls")) {
      if (const auto reason = read_call_end_reason(reader_, *node)) actions_.emplace_back(DropCalls{*reason});
    }
    if (const auto* node = map_.find("set")) read_set(*node);
    if (const auto* node = map_.find("say")) read_say(*node);
    if (const auto* node = map_.find("sms")) {
      if (auto sms = read_sms(reader_, *node)) actions_.emplace_back(std::move(*sms));
    }
  }

  void read_set(const YamlNode& node) {
    MapReader map(reader_, node, {"signal", "registration", "serial", "wireless disable", "power"});
    SetNetwork network{{}, {}, in_one_line(node)};
    if (const auto* signal = map.find("signal")) network.signal = read_signal(reader_, *signal);
    if (const auto* registration = map.find("registration")) {
      network.registration = read_registration(reader_, *registration);
    }
    if (!network.signal.empty() || !network.registration.empty()) actions_.emplace_back(std::move(network));
    if (const auto* serial = map.find("serial")) actions_.emplace_back(SetSerial{read_voices(reader_, *serial)});
    read_surroundings(map);
    if (node.kind == YamlNode::Kind::map && node.entries.empty()) reader_.mistake(node, "sets nothing");
  }

  void read_surroundings(MapReader& map) {
    modem::Surroundings what;
    if (const auto* disable = map.find("wireless disable")) what.wireless_disable = reader_.truth(*disable);
    if (const auto* power = map.find("power")) {
      read_power_change(reader_, *power, what);
      if (power->entries.empty()) reader_.mistake(*power, "changes nothing");
    }
    if (what.wireless_disable || what.power_state || what.battery_level) {
      actions_.emplace_back(ChangeSurroundings{what});
    }
  }

  void read_say(const YamlNode& node) {
    for (const auto& entry : reader_.map(node, "serial ports and what they say")) {
      const auto port = read_serial_port(reader_, entry.key);
      auto text = reader_.text(entry.value);
      if (port && text) actions_.emplace_back(Say{*port, std::move(*text)});
    }
  }

  void read_request_actions() {
    note_conflicts();
    if (const auto* node = map_.find("drop")) read_drop(*node);
    if (const auto* node = map_.find("delay")) {
      if (const auto by = reader_.duration(*node)) actions_.emplace_back(Delay{*by});
    }
    if (const auto* node = map_.find("error")) read_error(*node);
    if (const auto* node = map_.find("answer")) {
      actions_.emplace_back(Answer{read_response_tlvs(reader_, *node, message_)});
    }
  }

  void read_drop(const YamlNode& node) {
    const auto drop = reader_.truth(node);
    if (drop && !*drop) reader_.mistake(node, "'drop' can only be true; leave it out otherwise");
    actions_.emplace_back(Drop{});
  }

  void read_error(const YamlNode& node) {
    const auto error = read_error_code(reader_, node);
    const auto* with = map_.find("with");
    auto tlvs = with != nullptr ? read_response_tlvs(reader_, *with, message_) : std::vector<qmi::Tlv>{};
    if (error) actions_.emplace_back(Fail{*error, std::move(tlvs)});
  }

  void note_conflicts() {
    for (const std::string_view key : {"delay", "error", "answer"}) {
      const auto* at = map_.key_node(key);
      if (at != nullptr && map_.find("drop") != nullptr) {
        reader_.mistake(*at, fmt::format("'drop' leaves no answer: '{}' can't stand beside it", key));
      }
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
  const RequestPattern* request_;
  MessageId message_;
  std::vector<Action> actions_;
};

}  // namespace

std::vector<Action> read_actions(Reader& reader, const YamlNode& node, const RequestPattern* request) {
  return ActionReader(reader, node, request).read();
}

void check_actions(Reader& reader, const YamlNode& node) { ActionReader(reader, node, nullptr).check(); }

}  // namespace modembench::scenario
