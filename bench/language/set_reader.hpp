#pragma once

#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/action.hpp"

/// `set:` of a rule: what is otherwise from then on.
namespace modembench::bench {

/// All that one `set` changes, before it is parted into actions.
struct SetWhileRunning {
  SetModem modem;
  std::optional<SetSerial> serial;
  modem::Surroundings surroundings;
};

/// One action for the modem and its network, one for its serial ports and one for what surrounds it: those that the map
/// has something of.
[[nodiscard]] std::vector<Action> read_set(Reader& reader, const YamlNode& node);

/// Values of its keys, as its rows read them.
[[nodiscard]] std::optional<SetSerial> read_set_serial(Reader& reader, const YamlNode& node);
[[nodiscard]] std::optional<Changes<modem::DataSettings>> read_set_data(Reader& reader, const YamlNode& node);
[[nodiscard]] Changes<modem::Surroundings> read_set_power(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
