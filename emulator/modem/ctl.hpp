#pragma once

#include <cstdint>
#include <span>

#include "emulator/modem/route.hpp"

namespace modembench::modem {

/// What the control service remembers.
struct CtlState {
  std::uint8_t power_save_mode = 0;
};

/// The control service: client ids, versions, the link. Sorted by message.
[[nodiscard]] std::span<const Route> ctl_routes();

}  // namespace modembench::modem
