#pragma once

#include <cstdint>
#include <map>

namespace modembench::modem {

/// What a service remembers of each of its clients, by client id. Of an id that nobody holds it is a new `Client`. It has
/// room only for those of whom there is something to remember: a modem of a thousand in a process has few clients.
template <class Client>
class PerClient {
 public:
  [[nodiscard]] Client& operator[](std::uint8_t id) { return clients_[id]; }
  [[nodiscard]] const Client& operator[](std::uint8_t id) const {
    static const Client kNew{};
    const auto found = clients_.find(id);
    return found != clients_.end() ? found->second : kNew;
  }
  /// The client is as one whose id has just been allocated.
  void forget(std::uint8_t id) { clients_.erase(id); }

 private:
  std::map<std::uint8_t, Client> clients_;
};

}  // namespace modembench::modem
