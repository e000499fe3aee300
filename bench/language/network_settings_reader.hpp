#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/changes.hpp"
#include "emulator/modem/settings/network.hpp"
#include "emulator/modem/settings/signal.hpp"

/// Settings of networks that no form of the grammar reads.
namespace modembench::bench {

/// Reads a level in dB that isn't above 0, "-6.5". Returns the number of steps of -0.5 dB: 13.
[[nodiscard]] std::optional<std::uint8_t> read_half_decibels(Reader& reader, const YamlNode& node);

/// Reads what the modem receives by other radio interfaces: {GSM: {dbm: -85}}. A value that isn't given for an
/// interface is that of the modem's own.
[[nodiscard]] Changes<modem::SignalSettings> read_others(Reader& reader, const YamlNode& node);

/// Reads a list of networks, 64 at most.
[[nodiscard]] std::optional<std::vector<modem::OtherNetwork>> read_networks(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
