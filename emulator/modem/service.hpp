#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "emulator/instant.hpp"
#include "emulator/modem/route.hpp"

namespace modembench::modem {

/// A service that is code, and all that the modem's core does with it. Null: for this service there is nothing to do.
struct Service {
  std::uint8_t id = 0;
  /// Its handlers, sorted by message.
  std::span<const Route> (*routes)() = nullptr;
  /// Power comes on: what doesn't outlive a power cycle is forgotten. No client is left, the SIM and the radio are
  /// still as they were.
  void (*power_on)(Core& core) = nullptr;
  /// Does what is due.
  void (*advance)(Core& core) = nullptr;
  /// When `advance` has something to do next; nothing if only a request can change anything.
  std::optional<Instant> (*next_deadline)(const Core& core) = nullptr;
  /// What the user has stored is as it was at first.
  void (*restore_defaults)(Core& core) = nullptr;
  /// A client's id is released already; its state, pending requests and registrations for indications go too.
  void (*forget_client)(Core& core, std::uint8_t client) = nullptr;
};

/// In the order in which they have their turn.
[[nodiscard]] std::span<const Service> services();
/// Null if the service isn't code.
[[nodiscard]] const Service* find_service(std::uint8_t id);

}  // namespace modembench::modem
