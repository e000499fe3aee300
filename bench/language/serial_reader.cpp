#include "bench/language/serial_reader.hpp"

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/plan/duration.hpp"
#include "emulator/serial/at_speaker.hpp"

namespace modembench::bench {
namespace {

/// What comes again and again comes no faster: ours, so that a run has time for other things.
constexpr Duration kShortestPeriod = std::chrono::milliseconds(10);

template <class T>
void put(std::optional<T> value, T& place) {
  if (value) place = std::move(*value);
}

std::optional<Duration> read_period(Reader& reader, const YamlNode& node) {
  const auto period = reader.duration(node);
  if (!period || *period >= kShortestPeriod) return period;
  reader.mistake(node, fmt::format("should be {} or more, is {}", to_string(kShortestPeriod), describe(node)));
  return std::nullopt;
}

serial::Noise read_noise(Reader& reader, const YamlNode& node) {
  serial::Noise noise;
  MapReader map(reader, node, grammar::noise);
  if (const auto seed = map.integer("seed")) noise.seed = static_cast<std::uint32_t>(*seed);
  if (map.find("size") != nullptr) noise.size = static_cast<std::size_t>(map.integer("size").value_or(1));
  if (const auto* every = map.find("every")) put(read_period(reader, *every), noise.every);
  return noise;
}

serial::Diag read_diag(Reader& reader, const YamlNode& node) {
  serial::Diag diag;
  MapReader map(reader, node, grammar::diag);
  if (const auto* errors = map.find("answers errors")) put(reader.truth(*errors), diag.answers_errors);
  if (const auto* version = map.find("answers version")) put(reader.truth(*version), diag.answers_version);
  return diag;
}

serial::AtAnswer read_answer(Reader& reader, const YamlEntry& entry) {
  serial::AtAnswer answer;
  answer.command = entry.key.text;
  if (answer.command.empty()) reader.mistake(entry.key, "should be a command such as AT+CSQ, is empty");
  if (answer.command.size() > serial::kMaxAtLine) {
    reader.mistake(entry.key, fmt::format("a command has at most {} characters", serial::kMaxAtLine));
  }
  if (entry.value.kind != YamlNode::Kind::map) {
    answer.lines = reader.texts(entry.value);
    return answer;
  }
  MapReader map(reader, entry.value, grammar::at_answer);
  if (const auto* say = map.require("say")) answer.lines = reader.texts(*say);
  if (const auto* delay = map.find("delay")) answer.delay = reader.duration(*delay);
  return answer;
}

serial::Unsolicited read_unsolicited(Reader& reader, const YamlNode& node) {
  serial::Unsolicited line;
  MapReader map(reader, node, grammar::unsolicited);
  if (const auto* say = map.require("say")) put(reader.text(*say), line.line);
  if (const auto* every = map.find("every")) line.every = read_period(reader, *every);
  if (const auto* after = map.find("after")) {
    put(reader.duration(*after), line.after);
  } else if (line.every) {
    line.after = *line.every;
  } else if (node.kind == YamlNode::Kind::map && map.find("every") == nullptr) {
    reader.mistake(node, "needs a time: 'after', 'every', or both");
  }
  return line;
}

serial::At read_at(Reader& reader, const YamlNode& node) {
  serial::At at;
  MapReader map(reader, node, grammar::at);
  if (const auto* echo = map.find("echo")) put(reader.truth(*echo), at.echo);
  if (const auto* ok = map.find("ok to everything")) put(reader.truth(*ok), at.ok_to_everything);
  if (const auto* delay = map.find("delay")) put(reader.duration(*delay), at.delay);
  if (const auto* lost = map.find("carrier lost after")) at.carrier_lost_after = reader.duration(*lost);
  if (const auto* answers = map.find("answers")) {
    for (const auto& entry : reader.map(*answers, "commands and what is said to them")) {
      at.answers.push_back(read_answer(reader, entry));
    }
  }
  if (const auto* unsolicited = map.find("unsolicited")) {
    for (const auto& item : reader.one_or_list(*unsolicited)) {
      at.unsolicited.push_back(read_unsolicited(reader, item));
    }
  }
  return at;
}

std::optional<serial::Voice> read_named_voice(Reader& reader, const YamlNode& node) {
  const auto index = reader.choice(node, "voice", {"silent", "noise", "diag", "at", "nmea"});
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
  if (const auto* noise = map.find("noise")) return read_noise(reader, *noise);
  if (const auto* diag = map.find("diag")) return read_diag(reader, *diag);
  if (const auto* at = map.find("at")) return read_at(reader, *at);
  if (const auto* nmea = map.find("nmea")) {
    // What it says is set by 'gps'.
    static_cast<void>(MapReader(reader, *nmea, grammar::nmea));
    return serial::Nmea{};
  }
  return std::nullopt;
}

}  // namespace

serial::NamedVoices read_voices(Reader& reader, const YamlNode& node) {
  serial::NamedVoices voices;
  if (node.kind != YamlNode::Kind::map) {
    voices.fill(read_named_voice(reader, node));
    return voices;
  }
  MapReader map(reader, node, grammar::serial);
  std::size_t i = 0;
  for (const std::string_view port : {"ttyUSB0", "ttyUSB1", "ttyUSB2"}) {
    if (const auto* voice = map.find(port)) voices[i] = read_voice(reader, *voice);
    ++i;
  }
  return voices;
}

}  // namespace modembench::bench
