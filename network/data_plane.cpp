#include "network/data_plane.hpp"

#include <algorithm>
#include <utility>

#include "network/dns.hpp"

namespace modembench::network {
namespace {

using Fault = modem::DataSettings::Fault;

/// The host's, where frames have no link addresses. The modem's own, by which qmi_wwan knows Qualcomm's (0x02, 0x50,
/// 0xf3), with one bit turned.
constexpr Mac kHostMac = {0x02, 0x50, 0xF3, 0x00, 0x00, 0x01};
constexpr std::size_t kMaxPacket = kMaxFrame - kEthernetHeader;

std::optional<Lease> lease_of(const modem::DataLink& link) {
  const auto address = qmi::parse_ipv4(link.address);
  const auto netmask = qmi::parse_ipv4(link.netmask);
  if (!address || !netmask) return std::nullopt;
  return Lease{.address = *address,
               .netmask = *netmask,
               .gateway = qmi::parse_ipv4(link.gateway),
               .dns1 = qmi::parse_ipv4(link.dns1),
               .dns2 = qmi::parse_ipv4(link.dns2),
               .mtu = static_cast<std::uint16_t>(std::min<std::uint32_t>(link.mtu, kMaxPacket))};
}

}  // namespace

Mac DataPlane::gateway_mac(const Address& gateway) {
  return {0x52, 0x55, gateway[0], gateway[1], gateway[2], gateway[3]};
}

void DataPlane::set(const modem::DataLink& link) {
  const std::uint32_t handle_before = call_ ? call_->handle : 0;
  const auto lease = link.up() ? lease_of(link) : std::nullopt;
  call_.reset();
  if (lease) call_ = Call{link.handle, *lease, lease->gateway.value_or(Address{})};
  if (link.handle != handle_before || link.settings != settings_) down_bytes_ = 0;
  raw_ip_ = link.raw_ip;
  settings_ = link.settings;
  host_mac_ = raw_ip_ ? kHostMac : kBroadcast;
  // Nobody asks for link addresses over raw IP: who is behind the gateway has to be told the host's.
  if (call_ && raw_ip_) hooks_.to_network(make_arp_request(kHostMac, call_->lease.address, call_->gateway));
}

bool DataPlane::loses_all() const { return !call_ || suffers(Fault::stalled) || suffers(Fault::black_hole); }

bool DataPlane::suffers(Fault fault) const { return settings_.fault == fault && down_bytes_ >= settings_.after_bytes; }

void DataPlane::from_host(ByteView frame) {
  if (!call_) return;
  if (suffers(Fault::stalled)) return lose(false);
  const std::size_t least = raw_ip_ ? 1 : kEthernetHeader;
  const std::size_t most = raw_ip_ ? kMaxPacket : kMaxFrame;
  if (frame.size() < least || frame.size() > most || suffers(Fault::wrong_framing)) return lose(true);
  if (!raw_ip_) return take_ethernet(frame);
  const auto whole = with_ethernet(frame, gateway_mac(call_->gateway), kHostMac);
  if (!whole) return lose(true);
  take_ethernet(*whole);
}

void DataPlane::take_ethernet(ByteView frame) {
  if (!raw_ip_) host_mac_ = source_of(frame);
  if (is_type(frame, EtherType::ipv4)) return take_packet(frame);
  if (is_type(frame, EtherType::arp)) hooks_.to_network(frame);
}

void DataPlane::take_packet(ByteView frame) {
  const ByteView packet = frame.subspan(kEthernetHeader);
  const auto ip = parse_ipv4_packet(packet);
  if (!ip) return lose(true);
  const auto udp = parse_udp(packet);
  // The modem answers this one by itself: it is no traffic of the call's.
  if (udp && is_dhcp(*udp)) return suffers(Fault::no_dhcp) ? lose(false) : answer(*udp);
  const std::uint32_t handle = call_->handle;
  const bool swallowed = suffers(Fault::black_hole);
  count(packet.size(), 0);
  // What was counted may have woken a rule that ended the call.
  if (swallowed || !call_ || call_->handle != handle) return;
  if (udp && udp->destination_port == kDnsPort) return answer(*udp);
  if (is_reachable(*ip)) hooks_.to_network(frame);
}

// In the closed network whoever is behind the gateway refuses what it doesn't have. Where the machine's services are to
// be had, nothing else of the machine's surroundings is.
bool DataPlane::is_reachable(const Ipv4Packet& packet) const {
  if (!settings_.host_services || packet.destination == call_->gateway) return true;
  constexpr std::uint8_t kTcp = 6;
  if (packet.destination != kServerAddress || packet.protocol != kTcp || packet.payload.size() < 4) return false;
  const std::uint16_t port = read16(packet.payload, 2);
  return port == kWebPort || port == kEchoPort;
}

void DataPlane::answer(const UdpDatagram& request) {
  if (is_dhcp(request)) {
    const auto answer = answer_dhcp(request, call_->lease);
    if (!answer) return;
    reply(answer->packet);
    if (answer->leased) hooks_.dhcp_answered();
    return;
  }
  const auto answer = answer_dns(request, call_->gateway);
  if (!answer) return;
  reply(*answer);
  count(0, answer->size());
}

void DataPlane::reply(ByteView packet) {
  const bool to_all = packet[16] == 0xFF;
  const auto frame = with_ethernet(packet, to_all ? kBroadcast : host_mac_, gateway_mac(call_->gateway));
  if (frame) send(*frame);
}

void DataPlane::from_network(ByteView frame) {
  if (!call_ || frame.size() < kEthernetHeader || frame.size() > kMaxFrame) return;
  const bool is_ip = is_type(frame, EtherType::ipv4);
  if (suffers(Fault::stalled) || (is_ip && suffers(Fault::black_hole))) return lose(false);
  send(frame);
  if (is_ip) count(0, frame.size() - kEthernetHeader);
}

void DataPlane::send(ByteView frame) {
  const bool without_header = raw_ip_ != suffers(Fault::wrong_framing);
  if (!without_header && hooks_.to_qmi_wwan && (frame[0] & 0xD0) == 0x40) {
    Bytes readdressed(frame.begin(), frame.end());
    std::fill_n(readdressed.begin(), Mac{}.size(), std::uint8_t{0});
    return hooks_.to_host(readdressed);
  }
  if (!without_header) return hooks_.to_host(frame);
  const bool has_packet = is_type(frame, EtherType::ipv4) || is_type(frame, EtherType::ipv6);
  if (has_packet) hooks_.to_host(frame.subspan(kEthernetHeader));
}

void DataPlane::count(std::uint64_t tx_bytes, std::uint64_t rx_bytes) {
  modem::Traffic more;
  more.tx_bytes = tx_bytes;
  more.tx_packets = tx_bytes > 0 ? 1 : 0;
  more.rx_bytes = rx_bytes;
  more.rx_packets = rx_bytes > 0 ? 1 : 0;
  down_bytes_ += rx_bytes;
  hooks_.moved(call_->handle, more, 0);
}

void DataPlane::lose(bool as_error) {
  modem::Traffic more;
  more.tx_errors = as_error ? 1 : 0;
  hooks_.moved(call_->handle, more, 1);
}

}  // namespace modembench::network
