#pragma once

#include <map>
#include <optional>
#include <vector>

#include "emulator/scenario/scenario.hpp"

namespace modembench::scenario {

/// What a scenario does at times: rules that wait for milestones, and the start of the run's client.
class Timeline {
 public:
  /// Firings that wait for their time; a milestone that passes more often than that while they wait sets off
  /// no more.
  static constexpr std::size_t kMaxPending = 1024;

  /// Both must outlive this. `client` may be null.
  Timeline(const std::vector<Rule>& rules, const ClientUse* client);

  void pass(Milestone milestone, Instant now);
  [[nodiscard]] std::optional<Instant> next_deadline() const;
  /// The rule whose time comes next, in the scenario's order where several come at once; null for the client's
  /// start. There must be a deadline.
  [[nodiscard]] const Rule* take_next();
  /// Gives up what is due; says how much that was.
  std::size_t drop_due(Instant now);

 private:
  struct Entry {
    AtTime when;
    const Rule* rule = nullptr;
    std::uint32_t passings = 0;
    std::uint32_t firings = 0;
  };
  std::vector<Entry> entries_;
  std::multimap<Instant, const Rule*> pending_;
};

}  // namespace modembench::scenario
