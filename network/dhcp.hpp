#pragma once

#include <cstdint>
#include <optional>

#include "network/packets.hpp"

/// The modem's DHCP server (RFC 2131, 2132). It has one address, that of the call, and gives it to any host that asks.
/// The server is our own, as libslirp's leaves gateway and name servers out where the network is closed, and knows one
/// name server.
namespace modembench::network {

/// What the server gives. Addresses that aren't there are left out.
struct Lease {
  Address address{};
  Address netmask{};
  std::optional<Address> gateway{};  ///< the gateway, which also is the server
  std::optional<Address> dns1{};
  std::optional<Address> dns2{};
  std::uint16_t mtu = 1500;
};

inline constexpr std::uint16_t kDhcpServerPort = 67;
inline constexpr std::uint16_t kDhcpClientPort = 68;
/// How long a lease lasts. Guessed: Gobi modems were seen to give hours; no run lasts as long as this.
inline constexpr std::uint32_t kLeaseSeconds = 7200;

struct DhcpAnswer {
  Bytes packet;         ///< IPv4
  bool leased = false;  ///< the answer grants a request: the host has its address
};

/// Whether the datagram is for a DHCP server.
[[nodiscard]] bool is_dhcp(const UdpDatagram& datagram);
/// The answer to a request: OFFER to DISCOVER, ACK to REQUEST of the lease's address (NAK to that of another) and to
/// INFORM. No answer to RELEASE and DECLINE, to a datagram that is no DHCP for a server, and to a host that has chosen
/// another server.
[[nodiscard]] std::optional<DhcpAnswer> answer_dhcp(const UdpDatagram& request, const Lease& lease);

}  // namespace modembench::network
