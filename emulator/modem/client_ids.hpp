#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <vector>

#include "emulator/modem/modem.hpp"
#include "emulator/modem/settings/client_ids.hpp"

namespace modembench::modem {

/// The modem's table of allocated client ids, which says for each service which clients may speak to it. Ids are 1..254
/// (0 is the control service, 255 addresses every client). Equal runs get equal ids.
class ClientIds {
 public:
  explicit ClientIds(const ClientIdSettings& settings) : settings_(settings) {}

  /// Sets how ids are given out from now on. Ids that are held stay.
  void set(const ClientIdSettings& settings) { settings_ = settings; }

  /// Allocates an id for a new client of `service`. Returns nothing when the limit is reached or no id is free.
  [[nodiscard]] std::optional<std::uint8_t> allocate(std::uint8_t service);
  /// Frees an id; returns false if no client holds it.
  bool release(std::uint8_t service, std::uint8_t client);
  /// Frees all ids and begins the numbering anew, as after the power was off.
  void clear();

  [[nodiscard]] bool holds(std::uint8_t service, std::uint8_t client) const;
  /// The ids held for `service`, in ascending order.
  [[nodiscard]] std::vector<std::uint8_t> clients_of(std::uint8_t service) const;
  [[nodiscard]] std::vector<HeldClientId> all() const;

 private:
  using Ids = std::bitset<256>;
  struct Service {
    std::uint8_t service = 0;
    Ids ids;
    std::size_t last = 0;  ///< the id given last
  };

  [[nodiscard]] const Service* find(std::uint8_t service) const;
  [[nodiscard]] std::size_t count() const;
  [[nodiscard]] Ids taken_for(std::uint8_t service) const;

  ClientIdSettings settings_;
  std::size_t last_ = 0;           ///< the id given last of all
  std::vector<Service> services_;  ///< in the order of their first allocation; a dozen at most
};

}  // namespace modembench::modem
