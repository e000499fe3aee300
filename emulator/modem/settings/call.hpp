#pragma once

#include <cstdint>
#include <string>

#include "emulator/instant.hpp"
#include "emulator/qmi/enums/wds.hpp"

namespace modembench::modem {

/// In bits a second; tx is what the host sends.
struct Rates {
  std::uint64_t tx = 0;
  std::uint64_t rx = 0;
};

/// What the network gives to data calls.
struct CallSettings {
  Duration after{0};                        ///< from WDS Start Network to its answer
  qmi::wds::CallEndReason refuse_reason{};  ///< every start is refused with it; 0: calls come up
  bool status_per_client = false;           ///< Get Packet Service Status speaks only of the asking client's call
  std::string ipv4_address;
  std::string ipv4_gateway;
  std::string ipv4_netmask;
  std::string ipv4_dns1;
  std::string ipv4_dns2;
  std::string ipv6_address;
  std::uint8_t ipv6_prefix = 64;
  std::string ipv6_gateway;
  std::string ipv6_dns1;
  std::string ipv6_dns2;
  std::uint32_t mtu = 1500;
  /// What the device can do at most; what a call has depends on its bearer too.
  Rates max_rates{5'760'000, 14'400'000};
  /// Traffic that is made up while a call is up and active: it is counted, nothing is sent.
  Rates traffic;

  [[nodiscard]] bool refuses_all() const { return refuse_reason != qmi::wds::CallEndReason{}; }
};

}  // namespace modembench::modem
