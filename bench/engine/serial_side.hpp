#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/port_name.hpp"
#include "emulator/serial/port.hpp"

namespace modembench::bench {

/// The serial ports of a modem, with the connections that have each of them open.
class SerialSide {
 public:
  static constexpr std::size_t kMaxOpen = 256;  ///< connections of one port

  /// Gives each of `ports` its voice of `voices`; a port without one is silent.
  SerialSide(const std::vector<PortName>& ports, const serial::Voices& voices);

  /// Opens a connection of `port`. Returns false if `kMaxOpen` others are open.
  bool open(PortName port, ConnectionId connection, Instant now);
  /// Closes a connection of `port`. Returns false if it wasn't open.
  bool close(PortName port, ConnectionId connection, Instant now);
  [[nodiscard]] const std::set<ConnectionId>& open_of(PortName port) const { return sides_.at(port).open; }
  [[nodiscard]] serial::Port& port(PortName port) { return sides_.at(port).port; }
  [[nodiscard]] std::vector<PortName> ports() const;

  /// When a port has something to say by itself.
  struct Due {
    PortName port{};
    Instant at{};
  };
  /// The port that says something by itself next, and when; nothing if none does.
  [[nodiscard]] std::optional<Due> next() const;

 private:
  struct Side {
    serial::Port port;
    std::set<ConnectionId> open;
  };
  std::map<PortName, Side> sides_;
};

}  // namespace modembench::bench
