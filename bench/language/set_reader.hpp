#pragma once

#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/action.hpp"

/// `set:` of a rule: changes that are made when the rule fires.
namespace modembench::bench {

/// All changes of one `set`. read_set() parts them into actions.
struct SetWhileRunning {
  SetModem modem;
  std::optional<SetSerial> serial;
  modem::Surroundings surroundings;
};

/// Reads a `set`. Returns an action for the modem and its network, one for its serial ports and one for its
/// surroundings, each only if the map has a key for it.
[[nodiscard]] std::vector<Action> read_set(Reader& reader, const YamlNode& node);

/// Read the values of single keys of a `set`, as the grammar's rows need them.
[[nodiscard]] std::optional<SetSerial> read_set_serial(Reader& reader, const YamlNode& node);
[[nodiscard]] std::optional<Changes<modem::DataSettings>> read_set_data(Reader& reader, const YamlNode& node);
[[nodiscard]] Changes<modem::Surroundings> read_set_power(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
