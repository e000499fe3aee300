#pragma once

#include <array>
#include <cstdint>

namespace modembench::modem {

/// What a service remembers of each of its clients, by client id. Of an id that nobody holds it is a new `Client`.
template <class Client>
class PerClient {
 public:
  [[nodiscard]] Client& operator[](std::uint8_t id) { return clients_[id]; }
  [[nodiscard]] const Client& operator[](std::uint8_t id) const { return clients_[id]; }
  /// The client is as one whose id has just been allocated.
  void forget(std::uint8_t id) { clients_[id] = {}; }

 private:
  std::array<Client, 256> clients_{};
};

}  // namespace modembench::modem
