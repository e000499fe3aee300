#include "bench/words/action_words.hpp"

#include <fmt/format.h>

#include "bench/plan/duration.hpp"
#include "bench/plan/message_pattern.hpp"
#include "bench/plan/milestone.hpp"
#include "bench/plan/tampering.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/trace/printable.hpp"

namespace modembench::bench {
namespace {

std::string name_of_error(std::uint16_t error) {
  const auto* named = qmi::error_codes().find(std::uint64_t{error});
  return named != nullptr ? std::string(named->name) : std::to_string(error);
}

/// What goes out of a message that a rule is about: "the answer to WDS Start Network", "any WDS indication".
std::string sent_of(const MessagePattern& pattern) {
  const auto name = name_of(pattern);
  if (pattern.kind == qmi::MessageKind::request) return "the answer to " + name;
  if (!pattern.message) return name;
  return (pattern.kind == qmi::MessageKind::response ? "the answer to " : "the indication ") + name;
}

struct ReplyWords {
  std::string request;

  std::string operator()(const Drop&) const { return "drop " + request; }
  std::string operator()(const Fail& fail) const {
    return fmt::format("answer {} with {}", request, name_of_error(fail.error));
  }
  std::string operator()(const Answer&) const { return fmt::format("answer {} in the modem's place", request); }
};

struct ActionWords {
  std::string operator()(const Unregister& action) const {
    return fmt::format("unregister {}", to_string(action.port));
  }
  std::string operator()(const Register& action) const { return fmt::format("register {}", to_string(action.port)); }
  std::string operator()(const Unplug& action) const {
    return action.back_after ? fmt::format("unplug the modem for {}", to_string(*action.back_after))
                             : "unplug the modem";
  }
  std::string operator()(const Replug&) const { return "plug the modem in again"; }
  std::string operator()(const ResetOnBus&) const { return "the host resets the modem on its bus"; }
  std::string operator()(const Reboot& action) const {
    std::string text = "reboot the firmware";
    if (action.silent > Duration{0}) text += fmt::format(", silent for {}", to_string(action.silent));
    if (action.sync_indication)
      text += *action.sync_indication ? ", with a Sync indication" : ", with no Sync indication";
    return text;
  }
  std::string operator()(const DropCalls& action) const {
    return fmt::format("drop calls, call end reason {}", action.reason);
  }
  std::string operator()(const ChangeSurroundings& action) const {
    const modem::Surroundings& what = action.what;
    std::string text;
    if (what.wireless_disable) text += fmt::format(", wireless disable {}", *what.wireless_disable);
    if (what.power_state) text += fmt::format(", power state {:#x}", static_cast<std::uint8_t>(*what.power_state));
    if (what.battery_level) text += fmt::format(", battery level {} %", *what.battery_level);
    return text.empty() ? "change nothing" : text.substr(2);
  }
  std::string operator()(const Say& say) const {
    return fmt::format("{} says \"{}\"", to_string(say.port), trace::printable(say.text));
  }
  std::string operator()(const SetSerial& set) const {
    constexpr std::array kNames = {"silent", "noise", "diag", "at", "nmea"};
    std::string text = "set";
    for (const auto& [port, voice] : set.voices) {
      text += fmt::format("{} {} to {}", text == "set" ? "" : ",", to_string(port), kNames[voice.index()]);
    }
    return text;
  }
  std::string operator()(const SetModem& action) const { return "set " + action.text; }
  std::string operator()(const DeliverSms& action) const {
    if (!action.pdu.empty()) return fmt::format("an SMS of {} bytes arrives", action.pdu.size());
    return fmt::format("an SMS from {} arrives: {}", action.sms.from, trace::printable(action.sms.text));
  }
  std::string operator()(const Indicate& action) const {
    return fmt::format("indicate {}", qmi::message_name(action.header));
  }
  std::string operator()(const SendRaw& action) const { return "send " + qmi::to_hex(action.bytes); }
  std::string operator()(const HangUp& action) const { return fmt::format("hang up {}", to_string(action.port)); }
  std::string operator()(const Arm& action) const {
    return fmt::format("{} {}", action.arm ? "arm" : "disarm", fmt::join(action.rules, ", "));
  }
};

struct TriggerWords {
  std::string operator()(const AtTime& time) const {
    return (time.after == Duration{0} ? "when " : "at ") + to_string(time);
  }
  std::string operator()(const Every& every) const { return "every " + to_string(every.period); }
  std::string operator()(const OnMessage& on) const {
    // "any WDS answer" says of itself what it is.
    if (on.pattern.kind == qmi::MessageKind::request || !on.pattern.message) return "on " + on.pattern.text;
    return (on.pattern.kind == qmi::MessageKind::response ? "on the answer to " : "on the indication ") +
           on.pattern.text;
  }
  std::string operator()(const OnSerial& on) const {
    return fmt::format("when {} receives /{}/", to_string(on.port), trace::printable(on.pattern));
  }
  std::string operator()(const OnPort& on) const {
    return fmt::format("when {} is {}", to_string(on.port), on.opened ? "opened" : "closed");
  }
  std::string operator()(const OnSays& on) const {
    return fmt::format("when the client says /{}/", trace::printable(on.pattern));
  }
};

}  // namespace

std::string in_words(const Action& action) { return std::visit(ActionWords{}, action); }

std::string in_words(const Rule& rule, const Reply& reply) {
  const auto* on = std::get_if<OnMessage>(&rule.trigger);
  return std::visit(ReplyWords{on != nullptr ? name_of(on->pattern) : ""}, reply);
}

std::string in_words(const Rule& rule, const Tamper& tamper) {
  const auto* on = std::get_if<OnMessage>(&rule.trigger);
  return in_words(tamper, on != nullptr ? Tampered{sent_of(on->pattern), on->pattern.service} : Tampered{});
}

trace::Event done_by(const Rule& rule, const std::string& words) {
  const auto line = rule.where.line > 0 ? fmt::format("  (line {})", rule.where.line) : "";
  return {.kind = trace::EventKind::rule, .text = words + line};
}

std::string trigger_in_words(const Rule& rule) {
  std::string text = std::visit(TriggerWords{}, rule.trigger);
  if (rule.nth > 1) text += fmt::format(", from the {}. time on", rule.nth);
  const bool once = std::holds_alternative<AtTime>(rule.trigger);
  if (rule.times == 0 && once) text += ", always";
  if (rule.times > (once ? 1U : 0U)) text += rule.times == 1 ? ", once" : fmt::format(", {} times", rule.times);
  if (rule.chance < 100) text += fmt::format(", by a chance of {}%", rule.chance);
  if (rule.after != Span{}) text += fmt::format(", {} later", to_string(rule.after));
  if (rule.from) text += fmt::format(", from {} on", to_string(*rule.from));
  if (rule.until) text += fmt::format(", until {}", to_string(*rule.until));
  if (!rule.name.empty()) text += fmt::format(" (named {}{})", rule.name, rule.armed ? "" : ", not armed at first");
  return text;
}

}  // namespace modembench::bench
