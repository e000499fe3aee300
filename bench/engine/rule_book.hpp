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
/// A rule that is disarmed meets nothing. Every armed rule counts each event that it is about, also where an earlier
/// rule wins: `nth` is about events, not about rules.
class RuleBook {
 public:
  /// So much of what a serial port receives is kept for a pattern that isn't whole yet; the end of it.
  static constexpr std::size_t kMaxHeard = 4096;

  /// `rules` must outlive this.
  RuleBook(const std::vector<Rule>& rules, std::uint64_t seed);

  /// The first rule that this message sets off, or null: a message has one fate.
  [[nodiscard]] const Rule* match(const qmi::Message& message);
  // All rules that something else sets off: there is no answer to compete for.
  [[nodiscard]] std::vector<const Rule*> received(PortName port, std::string_view bytes);
  [[nodiscard]] std::vector<const Rule*> opened_or_closed(PortName port, bool opened);
  [[nodiscard]] std::vector<const Rule*> said(std::string_view line);
  [[nodiscard]] std::vector<const Rule*> passed(Milestone milestone);
  /// Whether a rule that comes again and again does so this time, and whether it will once more.
  [[nodiscard]] bool tick(const Rule& rule);
  [[nodiscard]] bool is_spent(const Rule& rule) const;

  [[nodiscard]] bool is_armed(const Rule& rule) const;
  /// False if it was so already.
  bool set_armed(const Rule& rule, bool armed);
  /// In the scenario's order.
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
  std::unordered_map<std::string, const Rule*> by_name_;
  Captured captured_;
  Dice dice_;
};

}  // namespace modembench::bench
