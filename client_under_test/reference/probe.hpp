#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client_under_test/reference/desk.hpp"
#include "client_under_test/reference/task.hpp"

namespace modembench::client_under_test::reference {

/// What a serial port is, by what it says.
enum class PortVoice : std::uint8_t {
  at,        ///< answers AT with OK, refuses nonsense, and has something to say about itself
  impostor,  ///< says OK to nonsense as well
  echo,      ///< gives back what it gets, and no more
  diag,      ///< speaks HDLC frames
  nmea,      ///< sentences of a receiver
  noise,     ///< something else
  silent,
  gone,  ///< can't be opened, or hung up
};
[[nodiscard]] std::string_view in_words(PortVoice voice);

/// What the bytes are that came after `sent`; nothing if they say nothing yet.
[[nodiscard]] std::optional<PortVoice> voice_of(std::string_view said, std::string_view sent);

/// Opens the port, asks, listens, closes it; each question has `limit`. Nothing if told to stop meanwhile.
Task<std::optional<PortVoice>> probe_port(Desk& desk, std::string path, Duration limit);

/// The path, and what a port is called that comes back while its old name is still held: /dev/cdc-wdm1 after
/// /dev/cdc-wdm0. A path without a number has no such names.
[[nodiscard]] std::vector<std::string> possible_paths(const std::string& path);

}  // namespace modembench::client_under_test::reference
