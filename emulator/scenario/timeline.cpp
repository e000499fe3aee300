#include "emulator/scenario/timeline.hpp"

#include <iterator>

namespace modembench::scenario {

Timeline::Timeline(const std::vector<Rule>& rules, const ClientUse* client) {
  for (const auto& rule : rules) {
    if (const auto* when = std::get_if<AtTime>(&rule.trigger)) entries_.push_back({*when, &rule});
  }
  // After the rules: what is to happen at the time of its start has happened before it starts.
  if (client != nullptr) entries_.push_back({client->start, nullptr});
}

void Timeline::pass(Milestone milestone, Instant now) {
  for (auto& entry : entries_) {
    if (entry.when.milestone != milestone) continue;
    ++entry.passings;
    const bool again = entry.when.times == 0 || entry.firings < entry.when.times;
    if (entry.passings < entry.when.nth || !again || pending_.size() == kMaxPending) continue;
    ++entry.firings;
    pending_.emplace(now + entry.when.after, entry.rule);
  }
}

std::optional<Instant> Timeline::next_deadline() const {
  if (pending_.empty()) return std::nullopt;
  return pending_.begin()->first;
}

const Rule* Timeline::take_next() {
  const auto first = pending_.begin();
  const Rule* rule = first->second;
  pending_.erase(first);
  return rule;
}

std::size_t Timeline::drop_due(Instant now) {
  const auto end = pending_.upper_bound(now);
  const auto count = static_cast<std::size_t>(std::distance(pending_.begin(), end));
  pending_.erase(pending_.begin(), end);
  return count;
}

}  // namespace modembench::scenario
