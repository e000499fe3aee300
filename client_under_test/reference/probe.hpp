#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client_under_test/reference/desk.hpp"
#include "client_under_test/reference/task.hpp"

namespace modembench::client_under_test::reference {

/// What kind of port a serial port is, by what it says.
enum class PortVoice : std::uint8_t {
  at,        ///< answers AT with OK, refuses nonsense, and has something to say about itself
  impostor,  ///< answers nonsense with OK, too
  echo,      ///< gives back what it gets, and no more
  diag,      ///< speaks HDLC frames
  nmea,      ///< sentences of a receiver
  noise,     ///< something else
  silent,
  gone,  ///< can't be opened, or hung up
};
[[nodiscard]] std::string_view in_words(PortVoice voice);

/// The kind of port that answers `sent` with the bytes `said`; nothing if they don't tell yet.
[[nodiscard]] std::optional<PortVoice> voice_of(std::string_view said, std::string_view sent);

/// Opens a port, asks, listens, and closes it. Each question has `limit`. Returns nothing if the client was told to
/// stop meanwhile.
Task<std::optional<PortVoice>> probe_port(Desk& desk, std::string path, Duration limit);

/// The path itself, and the names of a port that comes back while its old name is still held: /dev/cdc-wdm1 after
/// /dev/cdc-wdm0. A path without a number has no such names.
[[nodiscard]] std::vector<std::string> possible_paths(const std::string& path);

}  // namespace modembench::client_under_test::reference
