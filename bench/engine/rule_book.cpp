#include "bench/engine/rule_book.hpp"

#include <algorithm>

#include "bench/plan/message_pattern.hpp"

namespace modembench::bench {
namespace {

const std::string* pattern_of(const Trigger& trigger) {
  if (const auto* serial = std::get_if<OnSerial>(&trigger)) return &serial->pattern;
  if (const auto* says = std::get_if<OnSays>(&trigger)) return &says->pattern;
  return nullptr;
}

/// What `from` arms is not armed before.
bool armed_at_start(const Rule& rule) { return rule.armed && !rule.from; }

}  // namespace

RuleBook::RuleBook(const std::vector<Rule>& rules, std::uint64_t seed) : dice_(seed) {
  for (const auto& rule : rules) {
    Entry entry{&rule, {}, {}, 0, 0, armed_at_start(rule)};
    // The reader has refused what is no pattern.
    if (const auto* text = pattern_of(rule.trigger)) {
      if (auto pattern = TextPattern::compile(*text)) entry.pattern = std::move(*pattern);
    }
    has_for_messages_ = has_for_messages_ || std::holds_alternative<OnMessage>(rule.trigger);
    entries_.push_back(std::move(entry));
    if (!rule.name.empty()) by_name_.emplace(rule.name, &rule);
  }
}

bool RuleBook::fires(Entry& entry) {
  ++entry.seen;
  if (entry.seen < entry.rule->nth) return false;
  if (entry.rule->times != 0 && entry.fired >= entry.rule->times) return false;
  if (!dice_.happens(entry.rule->chance)) return false;
  ++entry.fired;
  return true;
}

const Rule* RuleBook::match(const qmi::Message& message) {
  const Rule* first = nullptr;
  for (auto& entry : entries_) {
    const auto* trigger = std::get_if<OnMessage>(&entry.rule->trigger);
    if (trigger == nullptr || !entry.armed || !matches(trigger->pattern, message, captured_)) continue;
    if (first != nullptr) {
      ++entry.seen;
    } else if (fires(entry)) {
      first = entry.rule;
    }
  }
  if (first != nullptr) capture(first->captures, message, captured_);
  return first;
}

std::vector<const Rule*> RuleBook::received(PortName port, std::string_view bytes) {
  std::vector<const Rule*> met;
  for (auto& entry : entries_) {
    const auto* trigger = std::get_if<OnSerial>(&entry.rule->trigger);
    if (trigger == nullptr || !entry.armed || trigger->port != port || !entry.pattern) continue;
    entry.heard.append(bytes);
    if (entry.heard.size() > kMaxHeard) entry.heard.erase(0, entry.heard.size() - kMaxHeard);
    if (!entry.pattern->is_in(entry.heard)) continue;
    entry.heard.clear();
    if (fires(entry)) met.push_back(entry.rule);
  }
  return met;
}

std::vector<const Rule*> RuleBook::opened_or_closed(PortName port, bool opened) {
  std::vector<const Rule*> met;
  for (auto& entry : entries_) {
    const auto* trigger = std::get_if<OnPort>(&entry.rule->trigger);
    if (trigger == nullptr || !entry.armed || trigger->port != port || trigger->opened != opened) continue;
    if (fires(entry)) met.push_back(entry.rule);
  }
  return met;
}

std::vector<const Rule*> RuleBook::said(std::string_view line) {
  std::vector<const Rule*> met;
  for (auto& entry : entries_) {
    if (!std::holds_alternative<OnSays>(entry.rule->trigger) || !entry.armed || !entry.pattern) continue;
    if (entry.pattern->is_in(line) && fires(entry)) met.push_back(entry.rule);
  }
  return met;
}

// Whether it is armed counts when its time has come, not when its milestone passes.
std::vector<const Rule*> RuleBook::passed(Milestone milestone) {
  std::vector<const Rule*> met;
  for (auto& entry : entries_) {
    const auto* trigger = std::get_if<AtTime>(&entry.rule->trigger);
    if (trigger != nullptr && trigger->milestone == milestone && fires(entry)) met.push_back(entry.rule);
  }
  return met;
}

bool RuleBook::tick(const Rule& rule) {
  Entry& entry = entry_of(rule);
  return entry.armed && fires(entry);
}

bool RuleBook::is_spent(const Rule& rule) const { return rule.times != 0 && entry_of(rule).fired >= rule.times; }

bool RuleBook::is_armed(const Rule& rule) const { return entry_of(rule).armed; }

bool RuleBook::set_armed(const Rule& rule, bool armed) {
  Entry& entry = entry_of(rule);
  if (entry.armed == armed) return false;
  entry.armed = armed;
  return true;
}

std::vector<const Rule*> RuleBook::named(const std::vector<std::string>& names) const {
  std::vector<const Rule*> found;
  for (const auto& name : names) {
    if (const auto rule = by_name_.find(name); rule != by_name_.end()) found.push_back(rule->second);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

RuleBook::Entry& RuleBook::entry_of(const Rule& rule) {
  return entries_[static_cast<std::size_t>(&rule - entries_.front().rule)];
}

const RuleBook::Entry& RuleBook::entry_of(const Rule& rule) const {
  return entries_[static_cast<std::size_t>(&rule - entries_.front().rule)];
}

}  // namespace modembench::bench
