#include "bench/language/set_reader.hpp"

#include <utility>

#include "bench/language/data_reader.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/read_map.hpp"
#include "bench/language/serial_reader.hpp"

namespace modembench::bench {

std::vector<Action> read_set(Reader& reader, const YamlNode& node) {
  SetWhileRunning set;
  read_into(reader, node, grammar::set_while_running, set);
  if (node.kind == YamlNode::Kind::map && node.entries.empty()) reader.mistake(node, "sets nothing");
  std::vector<Action> actions;
  if (!set.modem.empty()) {
    set.modem.text = in_one_line(node);
    actions.emplace_back(std::move(set.modem));
  }
  if (set.serial) actions.emplace_back(std::move(*set.serial));
  const auto& what = set.surroundings;
  if (what.wireless_disable || what.power_state || what.battery_level) actions.emplace_back(ChangeSurroundings{what});
  return actions;
}

std::optional<SetSerial> read_set_serial(Reader& reader, const YamlNode& node) {
  return SetSerial{read_voices(reader, node)};
}

std::optional<Changes<modem::DataSettings>> read_set_data(Reader& reader, const YamlNode& node) {
  return read_data_changes(reader, node);
}

Changes<modem::Surroundings> read_set_power(Reader& reader, const YamlNode& node) {
  if (node.entries.empty()) reader.mistake(node, "changes nothing");
  return read_changes<modem::Surroundings>(reader, node, grammar::power_while_running);
}

}  // namespace modembench::bench
