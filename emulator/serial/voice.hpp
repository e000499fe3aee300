#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/port_name.hpp"

/// How a serial port behaves: plain data, read from a modem's file and from a scenario. Any port can be given any
/// voice: a port that is not what its number says is a fault of the field, too.
namespace modembench::serial {

/// The voice that takes bytes and says nothing: how the field reports have it.
struct Silent {};

/// Random bytes, NULs among them, as from a port that is no terminal: `size` bytes every `every` while somebody has
/// the port open. The same `seed` gives the same bytes.
struct Noise {
  std::uint32_t seed = 1;
  std::size_t size = 32;
  Duration every = std::chrono::milliseconds(100);
};

/// DIAG: frames of async HDLC. The voice says nothing unless told to.
struct Diag {
  bool answers_errors = false;   ///< an unknown frame gets "bad command"
  bool answers_version = false;  ///< a request for the version, by which ModemManager tells a DIAG port, is answered
  /// The modem's firmware, "D3200-STSUGN-1575  1  [Nov 23 2010 16:00:00]": the version says its beginning and its date.
  std::string revision{};
};

/// What the modem says to a command.
struct AtAnswer {
  std::string command;             ///< the command, to the letter but for case and spaces; ".*" in it is any text
  std::vector<std::string> lines;  ///< OK follows unless the last one is a final result; none at all: no answer
  std::optional<Duration> delay;   ///< the delay of this answer; nothing: the voice's
};

/// A line that no command asked for.
struct Unsolicited {
  std::string line;
  std::optional<Duration> after;  ///< when it first comes, counted from the start; nothing: after one period
  std::optional<Duration> every;  ///< the period in which it comes again; nothing: it comes once
};

/// AT commands by V.250. What `answers` doesn't have and V.250 needs no modem for is done: E, V, Q, S, Z, &F, H, O; a
/// dial that has no answer is NO CARRIER. What the modem knows and does is asked of it: +CFUN. The rest is ERROR.
struct At {
  bool echo = true;               ///< whether characters are echoed at the start; ATE changes that
  bool ok_to_everything = false;  ///< what is in neither is OK: a port that knows of no modem
  Duration delay{0};              ///< the delay of every answer
  std::vector<AtAnswer> answers;  ///< the answers; the first one that fits is given
  std::vector<Unsolicited> unsolicited;
  /// the time from every CONNECT to the loss of its carrier; nothing: never lost
  std::optional<Duration> carrier_lost_after;
};

/// The voice that is silent until `$GPS_START`, and then says what the modem's receiver says, until `$GPS_STOP`.
struct Nmea {};

using Voice = std::variant<Silent, Noise, Diag, At, Nmea>;
/// The voices of a modem's serial ports, or of some of them; a port that isn't named is silent, or keeps the voice that
/// it has.
using Voices = std::map<PortName, Voice>;

}  // namespace modembench::serial
