#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "emulator/instant.hpp"
#include "emulator/modem/route.hpp"

namespace modembench::modem {

/// A service that is code, with all that the modem's core does with it. A null function means that there is nothing to
/// do for this service.
struct Service {
  std::uint8_t id = 0;
  /// The service's handlers, sorted by message.
  std::span<const Route> (*routes)() = nullptr;
  /// Forgets what doesn't outlive a power cycle, at power-on. No client is left then; the SIM and the radio still are
  /// as they were before.
  void (*power_on)(Core& core) = nullptr;
  /// Does what is due.
  void (*advance)(Core& core) = nullptr;
  /// When `advance` has something to do next; nothing if only a request can change anything.
  std::optional<Instant> (*next_deadline)(const Core& core) = nullptr;
  /// Puts back what the user has stored to what it was at first.
  void (*restore_defaults)(Core& core) = nullptr;
  /// Forgets a client whose id has just been released: its state, pending requests and registrations for indications.
  void (*forget_client)(Core& core, std::uint8_t client) = nullptr;
};

/// All services that are code, in the order in which they have their turn.
[[nodiscard]] std::span<const Service> services();
/// The service with this id; null if it isn't code.
[[nodiscard]] const Service* find_service(std::uint8_t id);

}  // namespace modembench::modem
