#include "emulator/scenario/serial_rules.hpp"

namespace modembench::scenario {

SerialRules::SerialRules(const std::vector<Rule>& rules) {
  for (const auto& rule : rules) {
    const auto* trigger = std::get_if<OnSerial>(&rule.trigger);
    if (trigger == nullptr) continue;
    // The reader has refused what is no pattern.
    if (auto pattern = TextPattern::compile(trigger->pattern)) {
      entries_.push_back({&rule, trigger, std::move(*pattern), {}, 0, 0});
    }
  }
}

std::vector<const Rule*> SerialRules::match(PortName port, std::string_view received) {
  std::vector<const Rule*> met;
  for (auto& entry : entries_) {
    if (entry.trigger->port != port) continue;
    entry.heard.append(received);
    if (entry.heard.size() > kMaxHeard) entry.heard.erase(0, entry.heard.size() - kMaxHeard);
    if (!entry.pattern.is_in(entry.heard)) continue;
    entry.heard.clear();
    ++entry.seen;
    const bool again = entry.trigger->times == 0 || entry.fired < entry.trigger->times;
    if (entry.seen < entry.trigger->nth || !again) continue;
    ++entry.fired;
    met.push_back(entry.rule);
  }
  return met;
}

}  // namespace modembench::scenario
