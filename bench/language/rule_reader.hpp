#pragma once

#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// Reads one rule of `when:`. Its trigger is read in trigger_reader.cpp, its actions in action_reader.cpp:
///   at: 2.743s after registered            # or: on: WDS Start Network, on: client exits, every: 5s,
///                                          #     on: {serial: ttyUSB1, receives: "ATD.*"}
///   do: {unregister: qmi}
[[nodiscard]] std::optional<Rule> read_rule(Reader& reader, const YamlNode& node);

/// Reads the value of `do` into `rule`: actions on the modem, and on the message that the rule's trigger is about, if
/// it is about one.
void read_actions(Reader& reader, const YamlNode& node, Rule& rule);
/// Notes mistakes in the value of `do` of a rule whose trigger is wrong, as far as they don't depend on the trigger.
void check_actions(Reader& reader, const YamlNode& node);

/// Reads how often a rule fires: "3", or "always", for which it returns 0.
[[nodiscard]] std::optional<std::uint32_t> read_times(Reader& reader, const YamlNode& node,
                                                      const grammar::KeySpec& key);
/// Reads a percentage, "30%".
[[nodiscard]] std::optional<unsigned> read_percent(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
