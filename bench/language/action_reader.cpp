#include <optional>

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/read_form.hpp"
#include "bench/language/read_map.hpp"
#include "bench/language/rule_reader.hpp"
#include "bench/language/tamper_reader.hpp"
#include "bench/language/tlv_reader.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {

namespace {

class ActionReader {
 public:
  /// The trigger of `rule` must have been read.
  ActionReader(Reader& reader, const YamlNode& node, Rule& rule)
      : reader_(reader), map_(reader, node, grammar::action), rule_(rule) {
    const auto* on = std::get_if<OnMessage>(&rule.trigger);
    if (on == nullptr) return;
    pattern_ = &on->pattern;
    if (!pattern_->message) return;
    message_ = {*pattern_->service, *pattern_->message, qmi::find_message(*pattern_->service, *pattern_->message)};
  }

  void check() {
    read_modem_actions();
    note_conflicts();
    if (const auto* node = map_.find("delay")) static_cast<void>(reader_.duration(*node));
    if (const auto* node = map_.find("error")) static_cast<void>(read_error_code(reader_, *node));
  }

  void read() {
    read_modem_actions();
    if (pattern_ != nullptr) {
      read_message_actions();
    } else {
      note_without_message();
    }
    const auto& node = map_.node();
    if (node.kind == YamlNode::Kind::map && node.entries.empty()) reader_.mistake(node, "does nothing");
  }

 private:
  bool is_about_request() const { return pattern_ != nullptr && pattern_->kind == qmi::MessageKind::request; }

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

  void read_modem_actions() {
    const auto about = about_answer();
    std::optional<ReadingAbout> reading;
    if (pattern_ != nullptr && map_.find("drop") == nullptr) reading.emplace(reader_, about);
    for (const auto& put : read_part(reader_, map_, grammar::action_on_modem, grammar::owner_of<Rule>())) put(&rule_);
  }

  // --- to a message

  About about_answer() const {
    About about;
    if (pattern_ == nullptr) return about;
    if (pattern_->message) about.message = message_;
    if (pattern_->kind == qmi::MessageKind::indication) about.kind = qmi::MessageKind::indication;
    return about;
  }

  void read_message_actions() {
    note_conflicts();
    if (!is_about_request()) note_no_request();
    if (is_dropped()) {
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
        rule_.reply = Answer{read_tlvs(reader_, *node, message_, qmi::MessageKind::response)};
      }
    }
    rule_.tamper = read_tamper(reader_, map_, about_answer());
  }

  bool is_dropped() {
    const auto* node = map_.find("drop");
    return node != nullptr && read_only_true(reader_, *node, *grammar::action.find("drop"));
  }

  void note_no_request() {
    const std::string_view what = pattern_->kind == qmi::MessageKind::response ? "an answer" : "an indication";
    for (const auto& key : grammar::action_on_request.keys) {
      const auto* at = map_.key_node(key.name);
      if (at == nullptr) continue;
      reader_.mistake(*at, fmt::format("'{}' is done to a request, and this rule is about {}", key.name, what));
    }
  }

  void read_error(const YamlNode& node) {
    const auto error = read_error_code(reader_, node);
    const auto* with = map_.find("with");
    auto tlvs =
        with != nullptr ? read_tlvs(reader_, *with, message_, qmi::MessageKind::response) : std::vector<GivenTlv>{};
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
