#pragma once

#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/action.hpp"

/// What the rows of the actions read that no form of the table does.
namespace modembench::bench {

/// Serial ports and what each says.
[[nodiscard]] std::vector<Say> read_says(Reader& reader, const YamlNode& node);
/// An indication's name, or a map of grammar::indicate.
[[nodiscard]] std::optional<Indicate> read_indicate(Reader& reader, const YamlNode& node);
/// A port, or `true` for the QMI port. Where the reader reads about a message on its way out, `true` is meant of that
/// message's connection, which is no action on the modem: nothing is given then, and nothing noted.
[[nodiscard]] std::optional<HangUp> read_hang_up(Reader& reader, const YamlNode& node);

/// Names of rules, to be armed or disarmed.
template <bool arm>
[[nodiscard]] std::optional<Arm> read_arm(Reader& reader, const YamlNode& node) {
  return Arm{reader.texts(node), arm};
}

}  // namespace modembench::bench
