#pragma once

#include <catch2/catch.hpp>

#include "emulator/modem/data_link.hpp"
#include "network/data_plane.hpp"
#include "network/dhcp.hpp"
#include "network/dns.hpp"
#include "network/packets.hpp"

/// Packets as a host sends them.
namespace modembench::network::test {

inline constexpr Mac kHost = {0x02, 0x11, 0x22, 0x33, 0x44, 0x55};
inline constexpr Address kHostAddress = {192, 0, 2, 10};
inline constexpr Address kGateway = {192, 0, 2, 1};
inline constexpr Address kDns = {198, 51, 100, 53};
inline constexpr Address kEveryone = {255, 255, 255, 255};

inline modem::DataLink link_up(std::uint32_t handle = 7) {
  return {.handle = handle,
          .address = "192.0.2.10",
          .gateway = "192.0.2.1",
          .netmask = "255.255.255.0",
          .dns1 = "198.51.100.53",
          .dns2 = "203.0.113.53"};
}

inline Bytes udp(const Address& to, std::uint16_t port, ByteView payload, std::uint16_t from_port = 4000) {
  return make_udp({.source = kHostAddress,
                   .destination = to,
                   .source_port = from_port,
                   .destination_port = port,
                   .payload = payload});
}

inline Bytes ethernet(ByteView packet) {
  const auto frame = with_ethernet(packet, DataPlane::gateway_mac(kGateway), kHost);
  REQUIRE(frame);
  return *frame;
}

inline void append(Bytes& bytes, const Bytes& more) { bytes.insert(bytes.end(), more.begin(), more.end()); }

/// A DHCP message of a client, with these options behind its type.
inline Bytes dhcp_message(std::uint8_t type, const Bytes& options = {}, const Address& own = {}) {
  Bytes message = {1, 1, 6, 0, 0xDE, 0xAD, 0xBE, 0xEF, 0, 0, 0x80, 0};
  message.insert(message.end(), own.begin(), own.end());
  message.resize(28);
  message.insert(message.end(), kHost.begin(), kHost.end());
  message.resize(236);
  append(message, {0x63, 0x82, 0x53, 0x63, 53, 1, type});
  append(message, options);
  message.push_back(255);
  return message;
}

inline UdpDatagram to_server(ByteView message) {
  return {.source = {}, .destination = kEveryone, .source_port = 68, .destination_port = 67, .payload = message};
}

inline constexpr std::uint8_t kDiscover = 1;
inline constexpr std::uint8_t kOffer = 2;
inline constexpr std::uint8_t kRequest = 3;
inline constexpr std::uint8_t kAck = 5;
inline constexpr std::uint8_t kNak = 6;

inline Bytes dns_query(std::string_view name, std::uint16_t type = 1) {
  Bytes message = {0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
  while (!name.empty()) {
    const auto label = name.substr(0, name.find('.'));
    message.push_back(static_cast<std::uint8_t>(label.size()));
    message.insert(message.end(), label.begin(), label.end());
    name.remove_prefix(std::min(name.size(), label.size() + 1));
  }
  message.push_back(0);
  append16(message, type);
  append16(message, 1);
  return message;
}

}  // namespace modembench::network::test
