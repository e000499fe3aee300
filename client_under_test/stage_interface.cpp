#include "client_under_test/stage_interface.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "client_under_test/link_request.hpp"

namespace modembench::client_under_test {
namespace {

using files::Descriptor;
using files::error_text;

constexpr std::array<std::string_view, 3> kKindNames = {"TAP", "veth", "dummy"};
/// The other end of a veth pair: the only interface that its network namespace has besides "lo".
constexpr const char* kPeer = "modem0";

ifreq request_for(const std::string& name) {
  ifreq request{};
  std::strncpy(request.ifr_name, name.c_str(), sizeof request.ifr_name - 1);
  return request;
}

ports::Result<Descriptor> open_tap(const std::string& name) {
  Descriptor tun(open("/dev/net/tun", O_RDWR | O_CLOEXEC));
  if (!tun) return tl::unexpected("/dev/net/tun: " + error_text(errno));
  auto request = request_for(name);
  request.ifr_flags = IFF_TAP | IFF_NO_PI;
  if (ioctl(tun.get(), TUNSETIFF, &request) != 0) return tl::unexpected(error_text(errno));
  return tun;
}

std::string make_tap(const std::string& name) {
  const auto tun = open_tap(name);
  if (!tun) return tun.error();
  // It stays when this descriptor goes, and goes with the network namespace.
  return ioctl(tun->get(), TUNSETPERSIST, 1) == 0 ? "" : error_text(errno);
}

std::string make_dummy(const std::string& name) {
  LinkRequest request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
  request.attribute(IFLA_IFNAME, name);
  const auto info = request.begin(IFLA_LINKINFO);
  request.attribute(IFLA_INFO_KIND, "dummy");
  request.end(info);
  const int error = request.send_and_wait();
  return error == 0 ? "" : error_text(error);
}

// Checksums and segments are left to a network card otherwise, which here is us.
std::string leave_nothing_to_the_card(const std::string& name) {
  const Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  for (const std::uint32_t what : std::initializer_list<std::uint32_t>{ETHTOOL_STXCSUM, ETHTOOL_STSO, ETHTOOL_SGSO}) {
    ethtool_value off{.cmd = what, .data = 0};
    auto request = request_for(name);
    request.ifr_data = reinterpret_cast<char*>(&off);
    // What it can't do is off.
    if (ioctl(socket.get(), SIOCETHTOOL, &request) != 0 && errno != EOPNOTSUPP) return error_text(errno);
  }
  return {};
}

std::string make_veth(const std::string& name) {
  LinkRequest request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
  request.attribute(IFLA_IFNAME, name);
  const auto info = request.begin(IFLA_LINKINFO);
  request.attribute(IFLA_INFO_KIND, "veth");
  const auto data = request.begin(IFLA_INFO_DATA);
  const auto peer = request.begin(VETH_INFO_PEER);
  request.link_header();
  request.attribute(IFLA_IFNAME, kPeer);
  request.end(peer);
  request.end(data);
  request.end(info);
  if (const int error = request.send_and_wait(); error != 0) return error_text(error);
  return leave_nothing_to_the_card(name);
}

// The other end goes to a network namespace of its own, where nobody answers for it, and which lives as long as the
// socket that is returned.
ports::Result<Descriptor> open_peer() {
  const auto failed = [](const char* step, int error) {
    return tl::unexpected(std::string(step) + ": " + error_text(error));
  };
  const Descriptor routing(LinkRequest::open_socket());
  if (!routing) return failed("a netlink socket", errno);
  if (unshare(CLONE_NEWNET) != 0) return failed("a network namespace", errno);
  const Descriptor here(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
  if (!here) return failed("/proc/self/ns/net", errno);
  LinkRequest move(RTM_NEWLINK, 0);
  move.attribute(IFLA_IFNAME, kPeer);
  move.number(IFLA_NET_NS_FD, static_cast<std::uint32_t>(here.get()));
  if (const int error = move.send_and_wait(routing.get()); error != 0) return failed("move a veth's peer", error);

  Descriptor frames(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_ALL)));
  if (!frames) return failed("a packet socket", errno);
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = static_cast<int>(if_nametoindex(kPeer));
  if (bind(frames.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return failed("bind", errno);
  // What the kernel at this end says by itself is none of the modem's. (Since Linux 4.20; an older one says little.)
  const int on = 1;
  (void)setsockopt(frames.get(), SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on);
  LinkRequest up(RTM_NEWLINK, 0);
  up.attribute(IFLA_IFNAME, kPeer);
  up.set_flags(IFF_UP | IFF_NOARP, IFF_UP | IFF_NOARP);
  const auto families = up.begin(IFLA_AF_SPEC);
  const auto ipv6 = up.begin(AF_INET6);
  up.byte(IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_NONE);
  up.end(ipv6);
  up.end(families);
  if (const int error = up.send_and_wait(); error != 0) return failed("set a veth's peer up", error);
  return frames;
}

}  // namespace

std::string_view to_string(InterfaceKind kind) { return kKindNames.at(static_cast<std::size_t>(kind)); }

std::optional<InterfaceKind> interface_kind_from_string(std::string_view name) {
  const auto* const found = std::find(kKindNames.begin(), kKindNames.end(), name);
  if (found == kKindNames.end()) return std::nullopt;
  return static_cast<InterfaceKind>(found - kKindNames.begin());
}

tl::expected<InterfaceKind, std::string> make_interface(const std::string& name) {
  const auto no_tap = make_tap(name);
  if (no_tap.empty()) return InterfaceKind::tap;
  const auto no_veth = make_veth(name);
  if (no_veth.empty()) return InterfaceKind::veth;
  const auto no_dummy = make_dummy(name);
  if (no_dummy.empty()) return InterfaceKind::dummy;
  return tl::unexpected("no TAP (" + no_tap + "), no veth (" + no_veth + "), no dummy (" + no_dummy + ")");
}

ports::Result<Descriptor> open_frames(const std::string& name, InterfaceKind kind) {
  if (kind == InterfaceKind::tap) return open_tap(name);
  if (kind == InterfaceKind::veth) return open_peer();
  return tl::unexpected(name + " carries no frames");
}

std::string remove_interface(const std::string& name) {
  if (if_nametoindex(name.c_str()) == 0) return {};
  LinkRequest request(RTM_DELLINK, 0);
  request.attribute(IFLA_IFNAME, name);
  const int error = request.send_and_wait();
  return error == 0 || error == ENODEV ? "" : "remove " + name + ": " + error_text(error);
}

bool is_interface_name(const std::string& name) {
  return !name.empty() && name.size() < IFNAMSIZ && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(),
                     [](unsigned char c) { return c > ' ' && c != '/' && c != ':' && c < 127; });
}

}  // namespace modembench::client_under_test
