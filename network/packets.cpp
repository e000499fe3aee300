#include "network/packets.hpp"

#include <algorithm>

namespace modembench::network {
namespace {

constexpr std::size_t kIpv4Header = 20;
constexpr std::size_t kUdpHeader = 8;
constexpr std::uint8_t kUdp = 17;
constexpr std::uint8_t kTimeToLive = 64;

std::uint32_t sum_of(ByteView bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) sum += read16(bytes, i);
  if (bytes.size() % 2 != 0) sum += static_cast<std::uint32_t>(bytes.back()) << 8;
  return sum;
}

template <class Range>
void append(Bytes& bytes, const Range& more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

void put16(Bytes& bytes, std::size_t at, std::uint16_t number) {
  bytes[at] = static_cast<std::uint8_t>(number >> 8);
  bytes[at + 1] = static_cast<std::uint8_t>(number);
}

Address address_at(ByteView bytes, std::size_t at) {
  Address address{};
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), address.size(), address.begin());
  return address;
}

}  // namespace

std::uint16_t read16(ByteView bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

std::uint32_t read32(ByteView bytes, std::size_t at) {
  return static_cast<std::uint32_t>(read16(bytes, at)) << 16 | read16(bytes, at + 2);
}

void append16(Bytes& bytes, std::uint16_t number) {
  bytes.push_back(static_cast<std::uint8_t>(number >> 8));
  bytes.push_back(static_cast<std::uint8_t>(number));
}

void append32(Bytes& bytes, std::uint32_t number) {
  append16(bytes, static_cast<std::uint16_t>(number >> 16));
  append16(bytes, static_cast<std::uint16_t>(number));
}

Mac source_of(ByteView frame) {
  Mac mac{};
  std::copy_n(frame.begin() + 6, mac.size(), mac.begin());
  return mac;
}

bool is_type(ByteView frame, EtherType type) { return read16(frame, 12) == static_cast<std::uint16_t>(type); }

std::optional<Bytes> with_ethernet(ByteView packet, const Mac& to, const Mac& from) {
  const int version = packet.empty() ? 0 : packet.front() >> 4;
  if (version != 4 && version != 6) return std::nullopt;
  Bytes frame;
  frame.reserve(kEthernetHeader + packet.size());
  append(frame, to);
  append(frame, from);
  append16(frame, static_cast<std::uint16_t>(version == 4 ? EtherType::ipv4 : EtherType::ipv6));
  append(frame, packet);
  return frame;
}

std::optional<Ipv4Packet> parse_ipv4_packet(ByteView packet) {
  if (packet.size() < kIpv4Header || packet[0] >> 4 != 4) return std::nullopt;
  const std::size_t header = static_cast<std::size_t>(packet[0] & 0x0F) * 4;
  const std::size_t total = read16(packet, 2);
  if (header < kIpv4Header || total < header || total > packet.size()) return std::nullopt;
  constexpr std::uint16_t kMoreOrOffset = 0x3FFF;
  return Ipv4Packet{.source = address_at(packet, 12),
                    .destination = address_at(packet, 16),
                    .protocol = packet[9],
                    .fragment = (read16(packet, 6) & kMoreOrOffset) != 0,
                    .payload = packet.subspan(header, total - header)};
}

std::optional<UdpDatagram> parse_udp(ByteView packet) {
  const auto ip = parse_ipv4_packet(packet);
  if (!ip || ip->protocol != kUdp || ip->fragment || ip->payload.size() < kUdpHeader) return std::nullopt;
  const std::size_t length = read16(ip->payload, 4);
  if (length < kUdpHeader || length > ip->payload.size()) return std::nullopt;
  return UdpDatagram{.source = ip->source,
                     .destination = ip->destination,
                     .source_port = read16(ip->payload, 0),
                     .destination_port = read16(ip->payload, 2),
                     .payload = ip->payload.subspan(kUdpHeader, length - kUdpHeader)};
}

Bytes make_udp(const UdpDatagram& datagram) {
  const auto udp_length = static_cast<std::uint16_t>(kUdpHeader + datagram.payload.size());
  Bytes packet = {0x45, 0};
  append16(packet, static_cast<std::uint16_t>(kIpv4Header + udp_length));
  append32(packet, 0);  // identification, fragment offset
  packet.push_back(kTimeToLive);
  packet.push_back(kUdp);
  append16(packet, 0);
  append(packet, datagram.source);
  append(packet, datagram.destination);
  put16(packet, 10, internet_checksum(packet));
  append16(packet, datagram.source_port);
  append16(packet, datagram.destination_port);
  append16(packet, udp_length);
  append16(packet, 0);
  append(packet, datagram.payload);
  // Over a header of addresses, protocol and length, too; 0 would say that there is none.
  const ByteView udp = ByteView(packet).subspan(kIpv4Header);
  const std::uint16_t sum = internet_checksum(udp, sum_of(ByteView(packet).subspan(12, 8)) + kUdp + udp_length);
  put16(packet, kIpv4Header + 6, sum == 0 ? 0xFFFF : sum);
  return packet;
}

Bytes make_arp_request(const Mac& mac, const Address& who, const Address& whose) {
  Bytes frame;
  append(frame, kBroadcast);
  append(frame, mac);
  append16(frame, static_cast<std::uint16_t>(EtherType::arp));
  append16(frame, 1);  // Ethernet
  append16(frame, static_cast<std::uint16_t>(EtherType::ipv4));
  frame.push_back(static_cast<std::uint8_t>(mac.size()));
  frame.push_back(static_cast<std::uint8_t>(who.size()));
  append16(frame, 1);  // request
  append(frame, mac);
  append(frame, who);
  append(frame, Mac{});
  append(frame, whose);
  return frame;
}

std::uint16_t internet_checksum(ByteView bytes, std::uint32_t sum) {
  sum += sum_of(bytes);
  while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

}  // namespace modembench::network
