#include "bench/language/serial_reader.hpp"

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/port_reader.hpp"
#include "bench/language/read_map.hpp"
#include "bench/plan/duration.hpp"
#include "emulator/serial/at_speaker.hpp"

namespace modembench::bench {
namespace {

/// The shortest time after which something may come again. It is a choice of ours, so that a run has time for other
/// things.
constexpr Duration kShortestPeriod = std::chrono::milliseconds(10);

serial::AtAnswer read_answer(Reader& reader, const YamlEntry& entry) {
  serial::AtAnswer answer;
  answer.command = entry.key.text;
  if (answer.command.empty()) reader.mistake(entry.key, "should be a command such as AT+CSQ, is empty");
  if (answer.command.size() > serial::kMaxAtLine) {
    reader.mistake(entry.key, fmt::format("a command has at most {} characters", serial::kMaxAtLine));
  }
  if (entry.value.kind == YamlNode::Kind::map) {
    read_into(reader, entry.value, grammar::at_answer, answer);
  } else {
    answer.lines = reader.texts(entry.value);
  }
  return answer;
}

template <class Voice>
Voice read_settings_of(Reader& reader, const YamlNode& node, const grammar::MapSpec& spec) {
  Voice voice;
  read_into(reader, node, spec, voice);
  return voice;
}

std::optional<serial::Voice> read_named_voice(Reader& reader, const YamlNode& node) {
  const auto index = reader.choice(node, "voice", grammar::voices);
  if (!index) return std::nullopt;
  const std::array<serial::Voice, 5> voices = {serial::Silent{}, serial::Noise{}, serial::Diag{}, serial::At{},
                                               serial::Nmea{}};
  return voices[*index];
}

std::optional<serial::Voice> read_voice(Reader& reader, const YamlNode& node) {
  if (node.kind != YamlNode::Kind::map) return read_named_voice(reader, node);
  MapReader map(reader, node, grammar::voice);
  if (node.entries.size() != 1) {
    reader.mistake(node,
                   "a port has one voice: 'noise', 'diag', 'at' or 'nmea' with its settings, or the name of one alone");
    return std::nullopt;
  }
  if (const auto* noise = map.find("noise")) return read_settings_of<serial::Noise>(reader, *noise, grammar::noise);
  if (const auto* diag = map.find("diag")) return read_settings_of<serial::Diag>(reader, *diag, grammar::diag);
  if (const auto* at = map.find("at")) return read_settings_of<serial::At>(reader, *at, grammar::at);
  if (const auto* nmea = map.find("nmea")) {
    // The key 'gps' sets what an NMEA port says.
    static_cast<void>(MapReader(reader, *nmea, grammar::nmea));
    return serial::Nmea{};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Duration> read_period(Reader& reader, const YamlNode& node) {
  const auto period = reader.duration(node);
  if (!period || *period >= kShortestPeriod) return period;
  reader.mistake(node, fmt::format("should be {} or more, is {}", to_string(kShortestPeriod), describe(node)));
  return std::nullopt;
}

std::optional<std::vector<serial::AtAnswer>> read_at_answers(Reader& reader, const YamlNode& node) {
  std::vector<serial::AtAnswer> answers;
  for (const auto& entry : reader.map(node, "commands and what is said to them")) {
    answers.push_back(read_answer(reader, entry));
  }
  return answers;
}

std::optional<std::vector<serial::Unsolicited>> read_unsolicited(Reader& reader, const YamlNode& node) {
  auto lines = read_list<serial::Unsolicited>(reader, node, grammar::unsolicited);
  for (const auto& item : reader.one_or_list(node)) {
    const MapReader map(reader, item, grammar::unsolicited);
    if (item.kind == YamlNode::Kind::map && map.find("after") == nullptr && map.find("every") == nullptr) {
      reader.mistake(item, "needs a time: 'after', 'every', or both");
    }
  }
  return lines;
}

serial::Voices read_voices(Reader& reader, const YamlNode& node) {
  serial::Voices voices;
  if (node.kind != YamlNode::Kind::map) {
    const auto voice = read_named_voice(reader, node);
    if (!voice || reader.shape() == nullptr) return voices;
    for (const auto port : reader.shape()->serial_ports()) voices[port] = *voice;
    return voices;
  }
  for (const auto& [port, value] : read_serial_ports(reader, node, "serial ports and their voices")) {
    if (auto voice = read_voice(reader, *value)) voices[port] = std::move(*voice);
  }
  return voices;
}

}  // namespace modembench::bench
