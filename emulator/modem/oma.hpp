#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "emulator/instant.hpp"
#include "emulator/modem/route.hpp"

namespace modembench::modem {

/// What the OMA device management service remembers.
struct OmaState {
  struct Client {};
  std::array<Client, 256> clients{};  ///< by client id

  [[nodiscard]] std::optional<Instant> next_deadline() const { return std::nullopt; }
};

/// The OMA device management service. Sorted by message.
[[nodiscard]] std::span<const Route> oma_routes();

/// Does what is due.
void advance_oma(Core& core);

}  // namespace modembench::modem
