#pragma once

#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// One rule of `when:`, see trigger_reader.cpp and action_reader.cpp:
///   at: 2.743s after registered            # or: on: WDS Start Network, on: client exits, every: 5s,
///                                          #     on: {serial: ttyUSB1, receives: "ATD.*"}
///   do: {unregister: qmi}
[[nodiscard]] std::optional<Rule> read_rule(Reader& reader, const YamlNode& node);

/// Reads what a rule does to the modem and to the message that it is about, if it is about one.
void read_actions(Reader& reader, const YamlNode& node, Rule& rule);
/// Finds what mistakes can be found in actions whose trigger is wrong.
void check_actions(Reader& reader, const YamlNode& node);

/// "3", or "always", which is 0.
[[nodiscard]] std::optional<std::uint32_t> read_times(Reader& reader, const YamlNode& node,
                                                      const grammar::KeySpec& key);
/// "30%"
[[nodiscard]] std::optional<unsigned> read_percent(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
