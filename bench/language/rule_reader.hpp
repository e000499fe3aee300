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

/// What a rule does to a message and to the modem; `message` is what the rule is about, if it is about one. What
/// is done to the modem comes first, whatever the order in the file.
[[nodiscard]] std::vector<Action> read_actions(Reader& reader, const YamlNode& node, const MessagePattern* message);
/// Finds what mistakes can be found in actions whose trigger is wrong.
void check_actions(Reader& reader, const YamlNode& node);

/// "30%"
[[nodiscard]] std::optional<unsigned> read_percent(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
