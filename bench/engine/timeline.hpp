#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "bench/engine/rule_book.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// Everything of a run that happens at a time of its own: rules that wait for milestones, rules that are armed for a
/// while, rules that fire again and again, actions of rules that come later, and the start of the run's client.
class Timeline {
 public:
  /// How many things wait for their time at most. While so many wait, a milestone that passes adds none.
  static constexpr std::size_t kMaxPending = 1024;

  /// Something that is to be done at a time.
  struct Due {
    enum class Kind : std::uint8_t { arm, disarm, fire, tick, act, start_client, plug_in, end_reset, end_silence };
    Kind kind = Kind::fire;
    const Rule* rule = nullptr;  ///< the rule that it is about; null: none
  };

  /// `rules`, `client` and `book` must outlive the timeline. A null `client` means that the run starts no client.
  Timeline(const std::vector<Rule>& rules, const ClientUse* client, RuleBook& book);

  /// Sets off what the scenario counts from `milestone`, which passes at `now`.
  void pass(Milestone milestone, Instant now);
  /// Sets `what` for `at`. Returns false if `kMaxPending` things wait already.
  bool put(Instant at, Due what);
  /// Starts the first period of `rule`, which has just been armed, if it is one that fires again and again.
  void armed(const Rule& rule, Instant now);
  /// Starts the next period of `rule`, which has just fired, unless it has fired as often as it may.
  void ticked(const Rule& rule, Instant now);

  /// When the next thing is due; nothing if none waits.
  [[nodiscard]] std::optional<Instant> next_deadline() const;
  /// Takes out what comes next; of several at one time, what stands first in the scenario. Something must wait.
  [[nodiscard]] Due take_next();
  [[nodiscard]] bool is_due(Instant now) const { return !pending_.empty() && pending_.begin()->first <= now; }
  /// Forgets what is due at `now`.
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
