#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "bench/engine/rule_book.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// What a scenario does at times: rules that wait for milestones, rules that are armed for a while, rules that come
/// again and again, what rules do later, and the start of the run's client.
class Timeline {
 public:
  /// What waits for its time; a milestone that passes more often than that while it waits sets off no more.
  static constexpr std::size_t kMaxPending = 1024;

  struct Due {
    enum class What : std::uint8_t { arm, disarm, fire, tick, act, start_client, plug_in, end_reset, end_silence };
    What what = What::fire;
    const Rule* rule = nullptr;  ///< null for what concerns none
  };

  /// All must outlive this. `client` may be null.
  Timeline(const std::vector<Rule>& rules, const ClientUse* client, RuleBook& book);

  void pass(Milestone milestone, Instant now);
  /// Sets `what` for later. False if too much waits already.
  bool put(Instant at, Due what);
  /// A rule has been armed: if it comes again and again, it begins to.
  void armed(const Rule& rule, Instant now);
  /// It has ticked; it goes on unless it is spent.
  void ticked(const Rule& rule, Instant now);

  [[nodiscard]] std::optional<Instant> next_deadline() const;
  /// What comes next, in the scenario's order where several come at once. There must be a deadline.
  [[nodiscard]] Due take_next();
  [[nodiscard]] bool is_due(Instant now) const { return !pending_.empty() && pending_.begin()->first <= now; }
  /// Gives up what is due.
  void drop_due(Instant now);

 private:
  const std::vector<Rule>& rules_;
  const ClientUse* client_;
  RuleBook& book_;
  bool client_begun_ = false;
  std::multimap<Instant, Due> pending_;
  std::set<const Rule*> ticking_;
};

}  // namespace modembench::bench
