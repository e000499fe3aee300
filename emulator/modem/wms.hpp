#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "emulator/instant.hpp"
#include "emulator/modem/route.hpp"

namespace modembench::modem {

/// What the wireless messaging service remembers.
struct WmsState {
  struct Client {};
  std::array<Client, 256> clients{};  ///< by client id

  [[nodiscard]] std::optional<Instant> next_deadline() const { return std::nullopt; }
};

/// The wireless messaging service. Sorted by message.
[[nodiscard]] std::span<const Route> wms_routes();

/// Does what is due.
void advance_wms(Core& core);

}  // namespace modembench::modem
