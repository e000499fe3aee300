#pragma once

#include <optional>
#include <vector>

#include "emulator/scenario/scenario.hpp"
#include "emulator/scenario/yaml_reader.hpp"

namespace modembench::scenario {

/// One rule of `when:`, see trigger_reader.cpp and action_reader.hpp:
///   at: 2.743s after registered            # or: on: WDS Start Network, on: client exits,
///                                          #     on: {serial: ttyUSB1, receives: "ATD.*"}
///   do: {unregister: qmi}
[[nodiscard]] std::optional<Rule> read_rule(Reader& reader, const YamlNode& node);

/// What a rule does:
///   drop: true | delay: 2s | error: CallFailed, with: {TLVs} | answer: {TLVs}       # to a request
///   unregister: qmi | register: ttyUSB0 | drop calls: GsmWcdmaNetworkFailure        # at any trigger
///   say: {ttyUSB1: "\r\nRING\r\n"}                                                     # likewise
///   set: {signal: {dbm: -95}, registration: {state: denied}, serial: …, wireless disable: true, power: {state:
///   BatteryConnected, battery level: 15}} sms: {from: "+491701234567", text: hello} # at any trigger
/// Device actions come first, whatever their order in the file. `request` is what the rule is about, if it is.
[[nodiscard]] std::vector<Action> read_actions(Reader& reader, const YamlNode& node, const RequestPattern* request);

[[nodiscard]] std::optional<PortName> read_serial_port(Reader& reader, const YamlNode& node);

/// Finds what mistakes can be found in actions whose trigger is wrong.
void check_actions(Reader& reader, const YamlNode& node);

}  // namespace modembench::scenario
