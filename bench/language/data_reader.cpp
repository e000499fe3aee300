#include "bench/language/data_reader.hpp"

#include "bench/language/grammar/maps.hpp"
#include "bench/language/read_map.hpp"

namespace modembench::bench {
namespace {

using modem::DataSettings;

// A fault's name alone changes no other setting.
Changes<DataSettings> sets_fault(DataSettings::Fault fault, std::uint64_t after_bytes) {
  return {[=](DataSettings& data) {
    data.fault = fault;
    data.after_bytes = after_bytes;
  }};
}

}  // namespace

Changes<DataSettings> read_data_changes(Reader& reader, const YamlNode& node) {
  const auto& faults = grammar::form_of(grammar::data, "fault", grammar::Kind::choice);
  if (node.kind == YamlNode::Kind::text) {
    const auto index = reader.choice(node, faults.what, faults.names);
    if (!index) return {};
    return sets_fault(static_cast<DataSettings::Fault>(faults.values[*index]), 0);
  }
  if (node.kind == YamlNode::Kind::map && node.entries.empty()) reader.mistake(node, "sets nothing");
  DataSettings given;
  read_into(reader, node, grammar::data, given);
  const MapReader map(reader, node, grammar::data);
  if (const auto* after = map.find("after bytes"); after != nullptr && given.fault == DataSettings::Fault::none) {
    reader.mistake(*after, "'after bytes' is when a 'fault' begins, and there is none");
  }
  Changes<DataSettings> changes;
  if (map.find("fault") != nullptr) changes = sets_fault(given.fault, given.after_bytes);
  if (map.find("host services") != nullptr) {
    changes.emplace_back([given](DataSettings& data) { data.host_services = given.host_services; });
  }
  return changes;
}

}  // namespace modembench::bench
