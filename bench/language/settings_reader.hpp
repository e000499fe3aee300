#pragma once

#include "bench/language/yaml_reader.hpp"
#include "emulator/modem/profile.hpp"
#include "emulator/serial/voice.hpp"

namespace modembench::bench {

/// Reads `set:`, how things stand at the start, into `profile` and `serial`. What it doesn't name stays as it is, so
/// that a scenario's `set` overrides single keys of its modem's. Its keys: grammar/settings_maps.cpp.
void read_settings(Reader& reader, const YamlNode& node, modem::Profile& profile, serial::Voices& serial);

}  // namespace modembench::bench
