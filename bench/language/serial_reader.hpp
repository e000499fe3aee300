#pragma once

#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "emulator/instant.hpp"
#include "emulator/serial/voice.hpp"

namespace modembench::bench {

/// Reads how serial ports behave, at the start (`set:`) or from a rule on (`do: {set: …}`):
///   serial: silent                       # all of them; or noise, at, diag, nmea, each with its defaults
///   serial:
///     ttyUSB0: {diag: {answers errors: true, answers version: true}}
///     ttyUSB1:
///       at:
///         echo: true
///         ok to everything: false
///         delay: 200ms                   # of each answer
///         answers:                       # the first that fits; ".*" is any text
///           ATI: ["Sierra Wireless", "MC8355"]
///           AT+CSQ: "+CSQ: 20,99"
///           ATD.*: {say: CONNECT, delay: 2s}
///           AT+COPS=?: []                # no answer at all
///         unsolicited: [{say: "+CREG: 1", after: 2s, every: 5s}]
///         carrier lost after: 10s
///     ttyUSB2: nmea                      # or {noise: {seed: 1, size: 32, every: 100ms}}
[[nodiscard]] serial::Voices read_voices(Reader& reader, const YamlNode& node);

/// Reads the time after which something comes again, 10ms or more.
[[nodiscard]] std::optional<Duration> read_period(Reader& reader, const YamlNode& node);
/// Reads a map of AT commands and their answers.
[[nodiscard]] std::optional<std::vector<serial::AtAnswer>> read_at_answers(Reader& reader, const YamlNode& node);
/// Reads a list of unsolicited lines, each with its time.
[[nodiscard]] std::optional<std::vector<serial::Unsolicited>> read_unsolicited(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
