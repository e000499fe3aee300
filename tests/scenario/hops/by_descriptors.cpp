// What one process writes and another one reads, waits for or is told of.

#include <cstdint>
#include <cstdlib>

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "ways.hpp"

namespace hops {
namespace {

Hop by_pipe(int round) { return over(round, Pair::pipe()); }

Hop by_socket_pair(int round) {
  int ends[2] = {-1, -1};
  if (socketpair(AF_UNIX, round % 2 == 0 ? SOCK_STREAM : SOCK_DGRAM, 0, ends) != 0) return Hop::late;
  return over(round, {ends[0], ends[1]});
}

Hop by_terminal(int round) {
  const int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (grantpt(master) != 0 || unlockpt(master) != 0) return Hop::late;
  const int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
  termios settings{};
  tcgetattr(slave, &settings);
  cfmakeraw(&settings);
  tcsetattr(slave, TCSANOW, &settings);
  // Either way: a worker of the kernel carries it.
  return round % 2 == 0 ? over(round, {master, slave}) : over(round, {slave, master});
}

Hop by_eventfd(int round) {
  const Pair only{eventfd(0, 0), -1};
  const std::uint64_t once = 1;
  return from_another(
      round, [&] { (void)!write(only.get, &once, sizeof once); }, [&] { return readable(only.get); });
}

Hop by_epoll(int round) {
  const Pair pair = Pair::pipe();
  const Pair epoll{epoll_create1(0), -1};
  epoll_event event{.events = EPOLLIN | EPOLLET, .data = {}};
  epoll_ctl(epoll.get, EPOLL_CTL_ADD, pair.get, &event);
  return from_another(
      round, [&] { (void)!write(pair.give, "x", 1); }, [&] { return epoll_wait(epoll.get, &event, 1, kLimit) == 1; });
}

Hop by_select(int round) {
  const Pair pair = Pair::pipe();
  return from_another(
      round, [&] { (void)!write(pair.give, "x", 1); },
      [&] {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(pair.get, &set);
        timeval limit{kLimit / 1000, 0};
        return select(pair.get + 1, &set, nullptr, nullptr, &limit) == 1 && FD_ISSET(pair.get, &set);
      });
}

Hop by_inotify(int round) {
  char name[] = "/tmp/hopXXXXXX";
  const Pair watch_and_file{inotify_init1(0), mkstemp(name)};
  inotify_add_watch(watch_and_file.get, name, IN_MODIFY);
  const Hop hop = from_another(
      round, [&] { (void)!write(watch_and_file.give, "x", 1); }, [&] { return readable(watch_and_file.get); });
  unlink(name);
  return hop;
}

constexpr Way kWays[] = {
    {"pipe", by_pipe},   {"socket_pair", by_socket_pair}, {"terminal", by_terminal}, {"eventfd", by_eventfd},
    {"epoll", by_epoll}, {"select", by_select},           {"inotify", by_inotify},
};

}  // namespace

std::span<const Way> ways_by_descriptors() { return kWays; }

}  // namespace hops
