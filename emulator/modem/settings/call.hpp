#pragma once

#include <cstdint>
#include <string>

#include "emulator/instant.hpp"
#include "emulator/qmi/enums/wds.hpp"

namespace modembench::modem {

/// Rates in bits a second; tx is what the host sends.
struct Rates {
  std::uint64_t tx = 0;
  std::uint64_t rx = 0;
};

/// What the network gives to data calls.
struct CallSettings {
  Duration after{0};                        ///< from WDS Start Network to its answer
  qmi::wds::CallEndReason refuse_reason{};  ///< the reason that refuses every start; 0: calls come up
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
  /// The device's highest rates; the rates of a call depend on its bearer too.
  Rates max_rates{5'760'000, 14'400'000};
  /// Rates of the traffic that is made up while a call is up and active; it is counted, but nothing is sent.
  Rates traffic;

  [[nodiscard]] bool refuses_all() const { return refuse_reason != qmi::wds::CallEndReason{}; }
};

}  // namespace modembench::modem
