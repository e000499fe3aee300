#pragma once

#include "files/descriptor.hpp"

namespace modembench::ports {

/// How many clients are taken before those that are there get their turn. The number is well below that of the clients
/// that a modem takes: of thousands that come and go at once, the gone ones are noticed before they could fill it.
inline constexpr int kAcceptedAtOnce = 32;

/// Takes clients off a listening socket, even when descriptors are used up. A client that couldn't be taken off would
/// wake us for ever; a descriptor kept in reserve then takes it off, and it is turned away.
class Backlog {
 public:
  Backlog();

  struct Taken {
    /// the client's socket, never blocking; none if no client waits or it had to be turned away
    files::Descriptor client;
    bool more = false;  ///< another client may be waiting
    bool turned_away = false;
  };
  [[nodiscard]] Taken take(int listening);

 private:
  files::Descriptor spare_;
};

}  // namespace modembench::ports
