#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "emulator/qmi/address.hpp"
#include "emulator/qmi/bytes.hpp"

/// Just as much of Ethernet (IEEE 802.3), ARP (RFC 826), IPv4 (RFC 791) and UDP (RFC 768) as the modem's end of the
/// interface needs. All numbers are in network byte order on the wire.
namespace modembench::network {

using qmi::Bytes;
using qmi::ByteView;
using Address = qmi::Ipv4Bytes;
using Mac = std::array<std::uint8_t, 6>;

inline constexpr std::size_t kEthernetHeader = 14;
/// Bytes of the largest Ethernet frame without its checksum: 1,500 bytes behind the header, as usbnet's `hard_mtu` has
/// it.
inline constexpr std::size_t kMaxFrame = 1514;
inline constexpr Mac kBroadcast = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};

enum class EtherType : std::uint16_t { ipv4 = 0x0800, arp = 0x0806, ipv6 = 0x86DD };

[[nodiscard]] std::uint16_t read16(ByteView bytes, std::size_t at);
[[nodiscard]] std::uint32_t read32(ByteView bytes, std::size_t at);
void append16(Bytes& bytes, std::uint16_t number);
void append32(Bytes& bytes, std::uint32_t number);

/// The sender of a frame; whether a frame is of a type. The frame must have `kEthernetHeader` bytes or more.
[[nodiscard]] Mac source_of(ByteView frame);
[[nodiscard]] bool is_type(ByteView frame, EtherType type);

/// The packet with an Ethernet header before it. The header's type is that of the IP version in the packet's first half
/// byte; nothing if that is neither 4 nor 6.
[[nodiscard]] std::optional<Bytes> with_ethernet(ByteView packet, const Mac& to, const Mac& from);

/// An IPv4 packet: its addresses, its protocol and its payload.
struct Ipv4Packet {
  Address source{};
  Address destination{};
  std::uint8_t protocol = 0;
  bool fragment =
      false;           ///< a part of a datagram: what begins its payload isn't the protocol's header, or not all of it
  ByteView payload{};  ///< a view into what was parsed; without padding
};
/// Reads an IPv4 packet. Nothing if it is none, or its lengths don't fit what is there. The header's checksum isn't
/// looked at.
[[nodiscard]] std::optional<Ipv4Packet> parse_ipv4_packet(ByteView packet);

struct UdpDatagram {
  Address source{};
  Address destination{};
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  ByteView payload{};
};
/// Reads the UDP datagram in an IPv4 packet. Nothing if there is no whole one.
[[nodiscard]] std::optional<UdpDatagram> parse_udp(ByteView packet);
/// The datagram as an IPv4 packet, with both checksums. `payload` must fit one packet.
[[nodiscard]] Bytes make_udp(const UdpDatagram& datagram);

/// The ARP request of `who`, whose link address is `mac`, for the link address of `whose`, as a broadcast frame.
[[nodiscard]] Bytes make_arp_request(const Mac& mac, const Address& who, const Address& whose);

/// The Internet checksum (RFC 1071) of `bytes`, with an odd last byte filled up with 0.
[[nodiscard]] std::uint16_t internet_checksum(ByteView bytes, std::uint32_t sum = 0);

}  // namespace modembench::network
