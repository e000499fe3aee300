#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bench/engine/dice.hpp"
#include "bench/plan/message_pattern.hpp"
#include "bench/plan/scenario.hpp"
#include "bench/plan/text_pattern.hpp"
#include "emulator/qmi/message.hpp"

namespace modembench::bench {

/// The rules of a run: which are armed, how often each has been met, and what was captured.
///
/// A disarmed rule meets nothing. Every armed rule counts each event that it is about, even where an earlier rule wins:
/// `nth` counts events, not the rule's turns.
class RuleBook {
 public:
  /// How many bytes received by a serial port are kept for a pattern that isn't whole yet: the last ones.
  static constexpr std::size_t kMaxHeard = 4096;

  /// `rules` must outlive this.
  RuleBook(const std::vector<Rule>& rules, std::uint64_t seed);

  /// Whether any rule is about messages. If not, `match` finds none.
  [[nodiscard]] bool has_for_messages() const { return has_for_messages_; }
  /// The first rule that this message sets off; null if none. A message has one fate.
  [[nodiscard]] const Rule* match(const qmi::Message& message);
  /// All rules that bytes received by a serial port set off. Events other than messages have no answer to compete for,
  /// so that all their rules count.
  [[nodiscard]] std::vector<const Rule*> received(PortName port, std::string_view bytes);
  /// All rules that the opening or closing of a port sets off.
  [[nodiscard]] std::vector<const Rule*> opened_or_closed(PortName port, bool opened);
  /// All rules that a line of the client's output sets off.
  [[nodiscard]] std::vector<const Rule*> said(std::string_view line);
  /// All rules that a milestone sets off.
  [[nodiscard]] std::vector<const Rule*> passed(Milestone milestone);
  /// Counts one more period of a rule that fires again and again. Returns whether the rule fires this time.
  [[nodiscard]] bool tick(const Rule& rule);
  /// Whether the rule has fired as often as it may.
  [[nodiscard]] bool is_spent(const Rule& rule) const;

  [[nodiscard]] bool is_armed(const Rule& rule) const;
  /// Arms or disarms a rule. Returns false if it was so already.
  bool set_armed(const Rule& rule, bool armed);
  /// The rules with these names, in the scenario's order.
  [[nodiscard]] std::vector<const Rule*> named(const std::vector<std::string>& names) const;

  [[nodiscard]] const Captured& captured() const { return captured_; }
  [[nodiscard]] Duration draw(const Span& span) { return dice_.draw(span); }

 private:
  struct Entry {
    const Rule* rule = nullptr;
    std::optional<TextPattern> pattern;
    std::string heard;
    std::uint32_t seen = 0;
    std::uint32_t fired = 0;
    bool armed = true;
  };

  [[nodiscard]] Entry& entry_of(const Rule& rule);
  [[nodiscard]] const Entry& entry_of(const Rule& rule) const;
  [[nodiscard]] bool fires(Entry& entry);

  std::vector<Entry> entries_;
  bool has_for_messages_ = false;
  std::unordered_map<std::string, const Rule*> by_name_;
  Captured captured_;
  Dice dice_;
};

}  // namespace modembench::bench
