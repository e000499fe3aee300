#include "emulator/scenario/rule_book.hpp"

#include <fmt/format.h>

#include "emulator/qmi/schema.hpp"
#include "emulator/scenario/duration.hpp"
#include "emulator/scenario/request_pattern.hpp"
#include "emulator/trace/printable.hpp"

namespace modembench::scenario {
namespace {

std::string name_of_error(std::uint16_t error) {
  const auto* named = qmi::error_codes().find(std::uint64_t{error});
  return named != nullptr ? std::string(named->name) : std::to_string(error);
}

struct Words {
  std::string request;

  std::string operator()(const Drop&) const { return "drop " + request; }
  std::string operator()(const Delay& delay) const {
    return fmt::format("delay the answer to {} by {}", request, to_string(delay.by));
  }
  std::string operator()(const Fail& fail) const {
    return fmt::format("answer {} with {}", request, name_of_error(fail.error));
  }
  std::string operator()(const Answer&) const { return fmt::format("answer {} in the modem's place", request); }
  std::string operator()(const Unregister& action) const {
    return fmt::format("unregister {}", to_string(action.port));
  }
  std::string operator()(const Register& action) const { return fmt::format("register {}", to_string(action.port)); }
  std::string operator()(const DropCalls& action) const {
    return fmt::format("drop calls, call end reason {}", action.reason);
  }
  std::string operator()(const ChangeSurroundings& action) const {
    const modem::Surroundings& what = action.what;
    std::string text;
    if (what.wireless_disable) text += fmt::format(", wireless disable {}", *what.wireless_disable);
    if (what.power_state) text += fmt::format(", power state {:#x}", *what.power_state);
    if (what.battery_level) text += fmt::format(", battery level {} %", *what.battery_level);
    return text.empty() ? "change nothing" : text.substr(2);
  }
  std::string operator()(const Say& say) const {
    return fmt::format("{} says \"{}\"", to_string(say.port), trace::printable(say.text));
  }
  std::string operator()(const SetSerial& set) const {
    constexpr std::array kNames = {"silent", "noise", "diag", "at", "nmea"};
    std::string text = "set";
    for (std::size_t i = 0; i < set.voices.size(); ++i) {
      if (!set.voices[i]) continue;
      text += fmt::format("{} {} to {}", text == "set" ? "" : ",", to_string(kAllPorts[i + 1]),
                          kNames[set.voices[i]->index()]);
    }
    return text;
  }
  std::string operator()(const DeliverSms& action) const {
    if (!action.pdu.empty()) return fmt::format("an SMS of {} bytes arrives", action.pdu.size());
    return fmt::format("an SMS from {} arrives: {}", action.sms.from, trace::printable(action.sms.text));
  }
  std::string operator()(const SetNetwork& action) const { return "set " + action.text; }
};

}  // namespace

RuleBook::RuleBook(const std::vector<Rule>& rules) {
  for (const auto& rule : rules) {
    if (const auto* trigger = std::get_if<OnRequest>(&rule.trigger)) entries_.push_back({&rule, trigger});
  }
}

const Rule* RuleBook::match(const qmi::Message& request) {
  const Rule* first = nullptr;
  for (auto& entry : entries_) {
    if (!matches(entry.trigger->pattern, request)) continue;
    ++entry.seen;
    const bool again = entry.trigger->times == 0 || entry.fired < entry.trigger->times;
    if (first != nullptr || entry.seen < entry.trigger->nth || !again) continue;
    ++entry.fired;
    first = entry.rule;
  }
  return first;
}

std::string in_words(const Rule& rule, const Action& action) {
  const auto* trigger = std::get_if<OnRequest>(&rule.trigger);
  Words words;
  if (trigger != nullptr) words.request = qmi::message_name(trigger->pattern.service, trigger->pattern.message);
  std::string text = std::visit(words, action);
  if (rule.where.line > 0) text += fmt::format("  (line {})", rule.where.line);
  return text;
}

}  // namespace modembench::scenario
