#pragma once

#include <vector>

#include "emulator/qmi/message.hpp"
#include "emulator/scenario/scenario.hpp"

namespace modembench::scenario {

/// The rules about requests, and how often each has been met.
class RuleBook {
 public:
  /// `rules` must outlive this.
  explicit RuleBook(const std::vector<Rule>& rules);

  /// The first rule for this request, or null. Every rule counts each request that matches it, also where an
  /// earlier rule wins: `nth` is about requests, not about rules.
  [[nodiscard]] const Rule* match(const qmi::Message& request);

 private:
  struct Entry {
    const Rule* rule = nullptr;
    const OnRequest* trigger = nullptr;
    std::uint32_t seen = 0;
    std::uint32_t fired = 0;
  };
  std::vector<Entry> entries_;
};

/// What an action does, for the trace: "drop WDS Start Network", "unregister qmi".
[[nodiscard]] std::string in_words(const Rule& rule, const Action& action);

}  // namespace modembench::scenario
