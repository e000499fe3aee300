#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/port_name.hpp"
#include "emulator/serial/port.hpp"

namespace modembench::bench {

/// The serial ports of a modem and who has them open.
class SerialSide {
 public:
  static constexpr std::size_t kMaxOpen = 256;  ///< connections of one port

  /// Each of `ports` with its voice of `voices`; a port without one is silent.
  SerialSide(const std::vector<PortName>& ports, const serial::Voices& voices);

  /// False if there are too many.
  bool open(PortName port, ConnectionId connection, Instant now);
  /// False if it wasn't open.
  bool close(PortName port, ConnectionId connection, Instant now);
  [[nodiscard]] const std::set<ConnectionId>& open_of(PortName port) const { return sides_.at(port).open; }
  [[nodiscard]] serial::Port& port(PortName port) { return sides_.at(port).port; }
  [[nodiscard]] std::vector<PortName> ports() const;

  struct Due {
    PortName port{};
    Instant at{};
  };
  /// The port that has something to say by itself next.
  [[nodiscard]] std::optional<Due> next() const;

 private:
  struct Side {
    serial::Port port;
    std::set<ConnectionId> open;
  };
  std::map<PortName, Side> sides_;
};

}  // namespace modembench::bench
