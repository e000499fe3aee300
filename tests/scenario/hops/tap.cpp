#include "tap.hpp"

#include <array>
#include <cstring>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace hops {
namespace {

// Of a network that no network behind a modem of ours has (TEST-NET-2, RFC 5737).
constexpr std::uint32_t kHere = 0xc6336401;
constexpr std::uint32_t kThere = 0xc6336402;
constexpr std::uint16_t kPort = 4711;
constexpr std::array<std::uint8_t, 6> kHardwareThere = {2, 0, 0, 0, 0, 2};
constexpr char kIn[] = "comes in";
constexpr char kOut[] = "goes out";

sockaddr_in inet(std::uint32_t address) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(kPort);
  result.sin_addr.s_addr = htonl(address);
  return result;
}

template <class Place>
void put_address(Place& place, const sockaddr_in& address) {
  static_assert(sizeof place >= sizeof address);
  std::memcpy(&place, &address, sizeof address);
}

void append(std::vector<std::uint8_t>& bytes, std::uint64_t value, unsigned size) {
  while (size-- > 0) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * size)));
}

// RFC 1071.
std::uint16_t checksum(std::span<const std::uint8_t> bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) sum += static_cast<std::uint32_t>(bytes[i] << 8 | bytes[i + 1]);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

// An IPv4 header (RFC 791) and a UDP one (RFC 768) without its check, which may be left out.
std::vector<std::uint8_t> datagram_from_there(std::string_view text) {
  constexpr unsigned kUdpHeader = 8;
  constexpr unsigned kIpHeader = 20;
  std::vector<std::uint8_t> packet;
  append(packet, 0x4500, 2);
  append(packet, kIpHeader + kUdpHeader + text.size(), 2);
  append(packet, 0, 4);
  append(packet, 64 << 8 | IPPROTO_UDP, 2);
  append(packet, 0, 2);
  append(packet, kThere, 4);
  append(packet, kHere, 4);
  const auto check = checksum(packet);
  packet[10] = static_cast<std::uint8_t>(check >> 8);
  packet[11] = static_cast<std::uint8_t>(check & 0xff);
  append(packet, kPort, 2);
  append(packet, kPort, 2);
  append(packet, kUdpHeader + text.size(), 2);
  append(packet, 0, 2);
  packet.insert(packet.end(), text.begin(), text.end());
  return packet;
}

}  // namespace

Tap::Tap() : frames_(open("/dev/net/tun", O_RDWR | O_CLOEXEC)), socket_(::socket(AF_INET, SOCK_DGRAM, 0)) {
  is_there_ = frames_ >= 0 && socket_ >= 0 && set_up();
}

Tap::~Tap() {
  if (frames_ >= 0) close(frames_);
  if (socket_ >= 0) close(socket_);
}

bool Tap::set_up() {
  ifreq request{};
  std::strncpy(request.ifr_name, "hop0", IFNAMSIZ - 1);
  request.ifr_flags = IFF_TAP | IFF_NO_PI;
  if (ioctl(frames_, TUNSETIFF, &request) != 0) return false;
  put_address(request.ifr_addr, inet(kHere));
  if (ioctl(socket_, SIOCSIFADDR, &request) != 0) return false;
  request.ifr_flags = IFF_UP;
  if (ioctl(socket_, SIOCSIFFLAGS, &request) != 0) return false;
  // Nobody is asked where that host is: it would be a wait of the kernel's own.
  arpreq neighbour{};
  put_address(neighbour.arp_pa, inet(kThere));
  neighbour.arp_ha.sa_family = ARPHRD_ETHER;
  std::memcpy(neighbour.arp_ha.sa_data, kHardwareThere.data(), kHardwareThere.size());
  neighbour.arp_flags = ATF_PERM;
  std::memcpy(neighbour.arp_dev, request.ifr_name, IFNAMSIZ);
  if (ioctl(socket_, SIOCSARP, &neighbour) != 0) return false;
  const auto here = inet(kHere);
  return bind(socket_, reinterpret_cast<const sockaddr*>(&here), sizeof here) == 0;
}

void Tap::forget_rest() const {
  std::array<std::uint8_t, 2048> bytes{};
  for (const int descriptor : {frames_, socket_}) {
    pollfd one{.fd = descriptor, .events = POLLIN, .revents = 0};
    while (poll(&one, 1, 0) == 1 && read(descriptor, bytes.data(), bytes.size()) > 0) {
    }
  }
}

void Tap::come_in() const {
  ifreq request{};
  std::strncpy(request.ifr_name, "hop0", IFNAMSIZ - 1);
  if (ioctl(socket_, SIOCGIFHWADDR, &request) != 0) return;
  constexpr std::uint16_t kIpv4 = 0x0800;
  std::vector<std::uint8_t> frame(request.ifr_hwaddr.sa_data, request.ifr_hwaddr.sa_data + 6);
  frame.insert(frame.end(), kHardwareThere.begin(), kHardwareThere.end());
  append(frame, kIpv4, 2);
  const auto packet = datagram_from_there({kIn, sizeof kIn});
  frame.insert(frame.end(), packet.begin(), packet.end());
  (void)!write(frames_, frame.data(), frame.size());
}

bool Tap::receive() const {
  std::array<char, 64> got{};
  const auto size = recv(socket_, got.data(), got.size(), 0);
  return size == sizeof kIn && std::memcmp(got.data(), kIn, sizeof kIn) == 0;
}

void Tap::send() const {
  const auto there = inet(kThere);
  sendto(socket_, kOut, sizeof kOut, 0, reinterpret_cast<const sockaddr*>(&there), sizeof there);
}

bool Tap::goes_out(int limit) const {
  for (;;) {
    pollfd one{.fd = frames_, .events = POLLIN, .revents = 0};
    if (poll(&one, 1, limit) != 1) return false;
    std::array<std::uint8_t, 2048> frame{};
    const auto size = read(frames_, frame.data(), frame.size());
    if (size < static_cast<ssize_t>(sizeof kOut)) return false;
    if (std::memcmp(frame.data() + size - sizeof kOut, kOut, sizeof kOut) == 0) return true;
  }
}

}  // namespace hops
