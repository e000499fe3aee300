#pragma once

#include <cstdint>

namespace modembench::modem {

/// What becomes of the frames on the network interface while a call is up.
struct DataSettings {
  enum class Fault : std::uint8_t {
    none,
    no_dhcp,        ///< DHCP is never answered; a client that knows the settings from QMI gets through
    black_hole,     ///< an address can be had, and nothing but that ever comes back
    stalled,        ///< no frame is taken any more and none comes, while QMI answers
    wrong_framing,  ///< Ethernet where raw IP was agreed, and the other way round
  };
  Fault fault = Fault::none;
  std::uint64_t after_bytes = 0;  ///< the fault begins when so much has come down to the host since it was set
  bool host_services = false;     ///< the gateway's TCP and UDP ports are those of the machine's loopback
  bool operator==(const DataSettings&) const = default;
};

}  // namespace modembench::modem
