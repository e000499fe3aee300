// What the kernel's network carries: over the loopback interface, by netlink as udev's messages go, and through a TAP.

#include <cerrno>

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tap.hpp"
#include "ways.hpp"

namespace hops {
namespace {

template <class Address>
sockaddr* generic(Address& address) {
  return reinterpret_cast<sockaddr*>(&address);
}

// Both ends of a connection over the loopback interface.
Hop over_loopback(int round, int kind) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  Pair pair(socket(AF_INET, kind, 0), socket(AF_INET, kind, 0));
  if (bind(pair.get, generic(address), size) != 0 || getsockname(pair.get, generic(address), &size) != 0)
    return Hop::late;
  if (kind == SOCK_STREAM) listen(pair.get, 1);
  if (connect(pair.give, generic(address), size) != 0) return Hop::late;
  if (kind == SOCK_STREAM) {
    const int accepted = accept(pair.get, nullptr, nullptr);
    close(pair.get);
    pair.get = accepted;
  }
  return over(round, pair);
}

Hop by_tcp(int round) { return over_loopback(round, SOCK_STREAM); }
Hop by_udp(int round) { return over_loopback(round, SOCK_DGRAM); }

// To one process, or to all that listen to a group.
Hop by_netlink_of(int round, int protocol, unsigned group) {
  const Pair only{socket(AF_NETLINK, SOCK_RAW, protocol), -1};
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups = group;
  if (bind(only.get, generic(address), sizeof address) != 0) return Hop::not_here;
  socklen_t size = sizeof address;
  getsockname(only.get, generic(address), &size);
  if (group != 0) address.nl_pid = 0;
  return from_another(
      round,
      [&] {
        const Pair from{socket(AF_NETLINK, SOCK_RAW, protocol), -1};
        // Who listens gets it first; that no socket has the number 0 is said after it.
        sendto(from.get, "x", 1, 0, generic(address), sizeof address);
      },
      [&] { return readable(only.get); });
}

Hop by_netlink(int round) { return by_netlink_of(round, NETLINK_USERSOCK, 0); }

// As udevd tells programs that listen by libudev.
Hop by_udev_message(int round) {
  constexpr unsigned kUdevGroup = 2;  // systemd's MONITOR_GROUP_UDEV
  return by_netlink_of(round, NETLINK_KOBJECT_UEVENT, kUdevGroup);
}

// A datagram that comes in by an interface, or goes out by it.
Hop by_tap(int round) {
  static const Tap tap;
  if (!tap.is_there()) return Hop::not_here;
  // What came too late is none of this round's.
  tap.forget_rest();
  if (round % 2 == 0) {
    return from_another(
        round, [] { tap.come_in(); }, [] { return readable(tap.socket()) && tap.receive(); });
  }
  return from_another(
      round, [] { tap.send(); }, [] { return tap.goes_out(kLimit); });
}

constexpr Way kWays[] = {
    {"tcp", by_tcp}, {"udp", by_udp}, {"netlink", by_netlink}, {"udev_message", by_udev_message}, {"tap", by_tap},
};

}  // namespace

std::span<const Way> ways_by_network() { return kWays; }

}  // namespace hops
