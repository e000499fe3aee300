#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/port_name.hpp"
#include "emulator/serial/port.hpp"

namespace modembench::bench {

/// The serial ports of a modem, with the connections that have each of them open.
class SerialSide {
 public:
  static constexpr std::size_t kMaxOpen = 256;  ///< connections of one port

  /// Gives each of `ports` its voice of `voices`; a port without one is silent. `revision` is that of the modem's
  /// firmware, which DIAG tells.
  SerialSide(const std::vector<PortName>& ports, const serial::Voices& voices, std::string revision);

  /// Gives ports of the modem other voices.
  void set_voices(const serial::Voices& voices, Instant now);

  /// Opens a connection of `port`. Returns false if `kMaxOpen` others are open.
  bool open(PortName port, ConnectionId connection, Instant now);
  /// Closes a connection of `port`. Returns false if it wasn't open.
  bool close(PortName port, ConnectionId connection, Instant now);
  [[nodiscard]] const std::set<ConnectionId>& open_of(PortName port) const { return sides_.at(port).open; }
  [[nodiscard]] serial::Port& port(PortName port) { return sides_.at(port).port; }
  [[nodiscard]] std::vector<PortName> ports() const;

  /// Takes a request that a host makes of the modem by one of the ports, with a transaction of its own; nothing if
  /// there is none.
  [[nodiscard]] std::optional<qmi::Message> take_request();
  /// The port that awaits this response. Nothing if the port has been closed since it asked, or has another voice.
  [[nodiscard]] std::optional<PortName> take_asker(const qmi::Header& response);

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
  /// A request that the modem hasn't answered yet.
  struct Asked {
    std::uint16_t transaction = 0;
    PortName port{};
  };

  [[nodiscard]] serial::Voice of_modem(serial::Voice voice) const;
  void forget_asked(PortName port);

  std::string revision_;
  std::map<PortName, Side> sides_;
  std::vector<Asked> asked_;
  std::uint16_t last_transaction_ = 0;
};

}  // namespace modembench::bench
