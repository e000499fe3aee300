#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/port_name.hpp"
#include "emulator/scenario/scenario.hpp"
#include "emulator/scenario/text_pattern.hpp"

namespace modembench::scenario {

/// The rules about what serial ports receive, and how often each has been met. A rule's pattern is searched in what has
/// come since it was met last; all rules that are met are for doing, as there is no answer to compete for.
class SerialRules {
 public:
  /// So much of what came is kept for a pattern that isn't whole yet; the end of it.
  static constexpr std::size_t kMaxHeard = 4096;

  /// `rules` must outlive this.
  explicit SerialRules(const std::vector<Rule>& rules);

  [[nodiscard]] std::vector<const Rule*> match(PortName port, std::string_view received);

 private:
  struct Entry {
    const Rule* rule = nullptr;
    const OnSerial* trigger = nullptr;
    TextPattern pattern;
    std::string heard;
    std::uint32_t seen = 0;
    std::uint32_t fired = 0;
  };
  std::vector<Entry> entries_;
};

}  // namespace modembench::scenario
