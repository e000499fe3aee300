#pragma once

#include <cstdint>
#include <optional>

#include "emulator/instant.hpp"
#include "emulator/qmi/enums/oma.hpp"

namespace modembench::modem {

/// What comes of a device management session.
struct OmaSettings {
  enum class Outcome : std::uint8_t { failed, updated, no_update };
  Outcome outcome = Outcome::failed;
  qmi::oma::SessionFailedReason reason = qmi::oma::SessionFailedReason::ServerUnavailable;
  Duration after{0};                    ///< from the start of a session to its end
  std::optional<Duration> alert_after;  ///< from power-on to the network's request for a session; nothing: never
};

}  // namespace modembench::modem
