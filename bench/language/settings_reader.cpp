#include "bench/language/settings_reader.hpp"

#include "bench/language/grammar/maps.hpp"
#include "bench/language/read_map.hpp"
#include "bench/language/serial_reader.hpp"
#include "bench/language/sms_reader.hpp"
#include "emulator/modem/settings.hpp"

namespace modembench::bench {

void read_settings(Reader& reader, const YamlNode& node, modem::Settings& settings, serial::Voices& serial) {
  read_into(reader, node, grammar::settings, settings);
  const MapReader map(reader, node, grammar::settings);
  if (const auto* sms = map.find("sms")) read_sms_settings(reader, *sms, settings.sms);
  const auto* voices = map.find("serial");
  if (voices == nullptr) return;
  for (auto& [port, voice] : read_voices(reader, *voices)) serial[port] = std::move(voice);
}

}  // namespace modembench::bench
