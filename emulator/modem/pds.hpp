#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "emulator/instant.hpp"
#include "emulator/modem/route.hpp"

namespace modembench::modem {

/// What the position determination service remembers.
struct PdsState {
  struct Client {};
  std::array<Client, 256> clients{};  ///< by client id

  [[nodiscard]] std::optional<Instant> next_deadline() const { return std::nullopt; }
};

/// The position determination service. Sorted by message.
[[nodiscard]] std::span<const Route> pds_routes();

/// Does what is due.
void advance_pds(Core& core);

}  // namespace modembench::modem
