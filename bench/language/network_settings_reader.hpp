#pragma once

#include <string>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/changes.hpp"
#include "emulator/modem/profile.hpp"

/// The settings about networks, as changes: `set:` makes them at the start, `do: {set: …}` while the modem runs. What
/// a file doesn't name stays as it is.
namespace modembench::bench {

/// {state: home, after: 0s, mcc: 262, mnc: 2, network: Vodafone, radio interfaces: [UMTS],
///  data capabilities: [HSDPA], band: WCDMA2100, channel: 10713, reject cause: PlmnNotAllowed}
/// state: home, roaming, denied, searching
[[nodiscard]] Changes<modem::RegistrationSettings> read_registration(Reader& reader, const YamlNode& node);

/// {dbm: -71, ecio: -6, error rate: 0, io: -106, sinr: 5, others: {GSM: {dbm: -85, ecio: -2.5, error rate: 0}}}
[[nodiscard]] Changes<modem::SignalSettings> read_signal(Reader& reader, const YamlNode& node);

/// {after: 3s, networks: [{mcc: 262, mnc: 1, network: Telekom.de, radio interfaces: [UMTS], forbidden: true}]}, of a
/// network also data capabilities, band and channel. `networks` replaces the list.
void read_scan(Reader& reader, const YamlNode& node, modem::ScanSettings& scan);

/// {mcc: 262, mnc: 2, network: Vodafone}
void read_home_network(Reader& reader, const YamlNode& node, modem::HomeNetwork& home);

/// A YAML value as the file could have it on one line, for the trace.
[[nodiscard]] std::string in_one_line(const YamlNode& node);

}  // namespace modembench::bench
