#pragma once

#include "files/descriptor.hpp"

namespace modembench::ports {

/// How many clients are taken before those who are there get their turn. Well below the number that a modem takes: of
/// thousands that come and go at once the gone ones are noticed before they could fill it.
inline constexpr int kAcceptedAtOnce = 32;

/// Takes clients off a listening socket, also when descriptors are used up: one kept in reserve then takes the client
/// off, who would otherwise wake us for ever, and turns it away.
class Backlog {
 public:
  Backlog();

  struct Taken {
    files::Descriptor client;  ///< never blocking; none if nobody waits or it had to be turned away
    bool more = false;         ///< there may be another one
    bool turned_away = false;
  };
  [[nodiscard]] Taken take(int listening);

 private:
  files::Descriptor spare_;
};

}  // namespace modembench::ports
