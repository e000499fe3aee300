#pragma once

#include <array>
#include <cstdint>

namespace modembench::modem {

/// What a service remembers of each of its clients, by client id. For an id that no client holds it is a new `Client`.
template <class Client>
class PerClient {
 public:
  [[nodiscard]] Client& operator[](std::uint8_t id) { return clients_[id]; }
  [[nodiscard]] const Client& operator[](std::uint8_t id) const { return clients_[id]; }
  /// Makes what is remembered of this id that of a newly allocated one.
  void forget(std::uint8_t id) { clients_[id] = {}; }

 private:
  std::array<Client, 256> clients_{};
};

}  // namespace modembench::modem
