#include "bench/engine/timeline.hpp"

namespace modembench::bench {

Timeline::Timeline(const std::vector<Rule>& rules, const ClientUse* client, RuleBook& book)
    : rules_(rules), client_(client), book_(book) {}

// What opens or closes a rule's time comes before what happens at that time; and the client, to whom it happens, last.
void Timeline::pass(Milestone milestone, Instant now) {
  for (const auto& rule : rules_) {
    if (rule.until && rule.until->milestone == milestone) put(now + rule.until->after, {Due::Kind::disarm, &rule});
    if (rule.from && rule.from->milestone == milestone) put(now + rule.from->after, {Due::Kind::arm, &rule});
  }
  for (const auto* rule : book_.passed(milestone)) {
    put(now + std::get<AtTime>(rule->trigger).after, {Due::Kind::fire, rule});
  }
  if (milestone == Milestone::start) {
    for (const auto& rule : rules_) {
      if (book_.is_armed(rule)) armed(rule, now);
    }
  }
  if (client_ == nullptr || client_begun_ || client_->start.milestone != milestone) return;
  client_begun_ = put(now + client_->start.after, {Due::Kind::start_client, nullptr});
}

bool Timeline::put(Instant at, Due what) {
  if (pending_.size() == kMaxPending) return false;
  pending_.emplace(at, what);
  return true;
}

void Timeline::armed(const Rule& rule, Instant now) {
  if (!std::holds_alternative<Every>(rule.trigger) || ticking_.contains(&rule)) return;
  ticking_.insert(&rule);
  ticked(rule, now);
}

void Timeline::ticked(const Rule& rule, Instant now) {
  const bool goes_on = book_.is_armed(rule) && !book_.is_spent(rule) &&
                       put(now + book_.draw(std::get<Every>(rule.trigger).period), {Due::Kind::tick, &rule});
  if (!goes_on) ticking_.erase(&rule);
}

std::optional<Instant> Timeline::next_deadline() const {
  if (pending_.empty()) return std::nullopt;
  return pending_.begin()->first;
}

Timeline::Due Timeline::take_next() {
  const auto first = pending_.begin();
  const Due due = first->second;
  pending_.erase(first);
  return due;
}

void Timeline::drop_due(Instant now) {
  const auto end = pending_.upper_bound(now);
  for (auto due = pending_.begin(); due != end; ++due) ticking_.erase(due->second.rule);
  pending_.erase(pending_.begin(), end);
}

}  // namespace modembench::bench
