#pragma once

#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/action.hpp"

/// Values of actions that no form of the grammar reads. Each function returns nothing, or less, where it has noted a
/// mistake.
namespace modembench::bench {

/// Reads a map of serial ports and the text that each of them says.
[[nodiscard]] std::vector<Say> read_says(Reader& reader, const YamlNode& node);
/// Reads an indication to be sent: its name, or a map of grammar::indicate.
[[nodiscard]] std::optional<Indicate> read_indicate(Reader& reader, const YamlNode& node);
/// Reads the port whose connections end: its name, or `true` for the QMI port. Where the reader reads about a message
/// on its way out, `true` means that message's connection. That is no action on the modem: the function returns nothing
/// then, and notes no mistake.
[[nodiscard]] std::optional<HangUp> read_hang_up(Reader& reader, const YamlNode& node);

/// Reads the names of rules that are to be armed (`arm`) or disarmed.
template <bool arm>
[[nodiscard]] std::optional<Arm> read_arm(Reader& reader, const YamlNode& node) {
  return Arm{reader.texts(node), arm};
}

}  // namespace modembench::bench
