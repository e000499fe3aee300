#pragma once

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/changes.hpp"

namespace modembench::bench {

/// Reads `data` of a `set`, at the start or while the modem runs:
///   data: black hole             # works, no dhcp, black hole, stalled, wrong framing
///   data: {fault: stalled, after bytes: 2000000, host services: true}
/// A fault's name alone changes no other setting. A fault without `after bytes` begins at once.
[[nodiscard]] Changes<modem::DataSettings> read_data_changes(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
