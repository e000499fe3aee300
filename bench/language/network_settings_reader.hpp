#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/changes.hpp"
#include "emulator/modem/settings/network.hpp"
#include "emulator/modem/settings/signal.hpp"

/// Settings about networks that are no plain values.
namespace modembench::bench {

/// "-6.5", in steps of -0.5 dB: 13
[[nodiscard]] std::optional<std::uint8_t> read_half_decibels(Reader& reader, const YamlNode& node);

/// {GSM: {dbm: -85}}: what is heard by other radio interfaces. What isn't said of one is as for the rest.
[[nodiscard]] Changes<modem::SignalSettings> read_others(Reader& reader, const YamlNode& node);

/// A list of networks, 64 at most.
[[nodiscard]] std::optional<std::vector<modem::OtherNetwork>> read_networks(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
