#pragma once

#include <cstdint>
#include <map>

namespace modembench::modem {

/// What a service remembers of each of its clients, by client id. For an id that no client holds it is a new `Client`.
/// Only clients of whom something is remembered take room: a process may have thousands of modems.
template <class Client>
class PerClient {
 public:
  [[nodiscard]] Client& operator[](std::uint8_t id) { return clients_[id]; }
  [[nodiscard]] const Client& operator[](std::uint8_t id) const {
    static const Client kNew{};
    const auto found = clients_.find(id);
    return found != clients_.end() ? found->second : kNew;
  }
  /// Makes what is remembered of this id that of a newly allocated one.
  void forget(std::uint8_t id) { clients_.erase(id); }

 private:
  std::map<std::uint8_t, Client> clients_;
};

}  // namespace modembench::modem
