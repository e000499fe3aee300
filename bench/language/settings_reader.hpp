#pragma once

#include "bench/language/yaml_reader.hpp"
#include "emulator/serial/voice.hpp"

namespace modembench::modem {
struct Settings;
}

namespace modembench::bench {

/// Reads a `set` of the start into `settings` and `serial`. A setting that it doesn't name stays as it is, so that a
/// scenario's `set` overrides single keys of its modem's. The keys stand in grammar/settings_maps.cpp.
void read_settings(Reader& reader, const YamlNode& node, modem::Settings& settings, serial::Voices& serial);

}  // namespace modembench::bench
