#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "emulator/instant.hpp"
#include "emulator/modem/route.hpp"

namespace modembench::modem {

/// NAS System Selection Preference. At the start as a real Gobi 3000 answered (ModemManager commit
/// c2952e0a): every mode of CDMA and 3GPP up to UMTS, any band, any roaming.
struct SelectionPreference {
  std::uint8_t emergency_mode = 0;
  std::uint16_t modes = 0x000F;
  std::uint64_t bands = 0xFFFFFFFF3FFFFFFF;
  std::optional<std::uint16_t> prl;
  std::uint16_t roaming = 0x00FF;
};

/// What the network access service remembers.
struct NasState {
  struct Client {
    /// On from the start: ofono never asks for them and lives on them.
    bool serving_system = true;
  };
  std::array<Client, 256> clients{};  ///< by client id
  SelectionPreference preference;     ///< stored over power cycles

  [[nodiscard]] std::optional<Instant> next_deadline() const { return std::nullopt; }
};

/// The network access service. Sorted by message.
[[nodiscard]] std::span<const Route> nas_routes();

/// Tells who wants to know where registration stands.
void report_serving_system(Core& core);

/// Does what is due.
void advance_nas(Core& core);

}  // namespace modembench::modem
