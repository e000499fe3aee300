#pragma once

#include <cstdint>
#include <span>

#include "emulator/modem/route.hpp"

namespace modembench::modem {

/// What the remote management service remembers: whether an SMS wakes the host. Kept over power cycles.
struct RmsState {
  bool wakes = false;
  std::uint32_t mask = 0;  ///< the meaning of the mask isn't documented
};

/// The handlers of the remote management service, sorted by message.
[[nodiscard]] std::span<const Route> rms_routes();

}  // namespace modembench::modem
