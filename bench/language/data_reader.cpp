#include "bench/language/data_reader.hpp"

#include <array>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/setter.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {
namespace {

using Fault = modem::DataSettings::Fault;

// In the order of the table's names.
constexpr std::array kFaults = {Fault::none, Fault::no_dhcp, Fault::black_hole, Fault::stalled, Fault::wrong_framing};
static_assert(kFaults.size() == grammar::data_faults.size());

}  // namespace

Changes<modem::DataSettings> read_data_changes(Reader& reader, const YamlNode& node) {
  if (node.kind == YamlNode::Kind::text) {
    const auto fault =
        reader.choice(node, "fault of the data plane", {grammar::data_faults.begin(), grammar::data_faults.end()});
    if (!fault) return {};
    return {[fault = kFaults.at(*fault)](modem::DataSettings& data) {
      data.fault = fault;
      data.after_bytes = 0;
    }};
  }
  Setter set(reader, node, grammar::data);
  if (node.kind == YamlNode::Kind::map && node.entries.empty()) reader.mistake(node, "sets nothing");
  modem::DataSettings given;
  set.choice("fault", "fault of the data plane", kFaults, given.fault);
  set.number("after bytes", given.after_bytes);
  set.truth("host services", given.host_services);
  const bool has_fault = set.find("fault") != nullptr;
  const bool has_services = set.find("host services") != nullptr;
  if (const auto* after = set.find("after bytes"); after != nullptr && given.fault == Fault::none) {
    reader.mistake(*after, "'after bytes' is when a 'fault' begins, and there is none");
  }
  Changes<modem::DataSettings> changes;
  if (has_fault) {
    changes.emplace_back([given](modem::DataSettings& data) {
      data.fault = given.fault;
      data.after_bytes = given.after_bytes;
    });
  }
  if (has_services) {
    changes.emplace_back([given](modem::DataSettings& data) { data.host_services = given.host_services; });
  }
  return changes;
}

}  // namespace modembench::bench
