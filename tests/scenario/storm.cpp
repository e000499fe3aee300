// Many clients at once: storm SOCKET|@NAME COUNT [DEVICE] opens COUNT connections, keeps them all, asks on each for the
// services' versions (at a proxy first for DEVICE, if that is given), and says how many were answered, hung up on, or
// got nothing within a second. Then COUNT connections more that come and go.
// Exit status: 0 said so, 2 unusable.

#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace {

int connect_to(const std::string& where) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (where.empty() || where.size() >= sizeof address.sun_path) return -1;
  where.copy(address.sun_path, where.size());
  auto size = static_cast<socklen_t>(sizeof address);
  if (where[0] == '@') {
    address.sun_path[0] = '\0';
    size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + where.size());
  }
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || connect(fd, reinterpret_cast<const sockaddr*>(&address), size) == 0) return fd;
  close(fd);
  return -1;
}

std::string frame(const std::string& sdu) {
  const auto length = 5 + sdu.size();
  std::string bytes = {1, static_cast<char>(length & 0xFF), static_cast<char>(length >> 8), 0, 0, 0};
  return bytes + sdu;
}

std::string proxy_open(const std::string& device) {
  std::string tlv = {1, static_cast<char>(device.size() & 0xFF), static_cast<char>(device.size() >> 8)};
  tlv += device;
  const std::string head = {0, 1, 0, '\xFF', static_cast<char>(tlv.size() & 0xFF), static_cast<char>(tlv.size() >> 8)};
  return frame(head + tlv);
}

std::string get_version_info() { return frame({0, 2, 0x21, 0, 0, 0}); }

/// Whether anything comes within a second: 1 yes, 0 no, -1 hung up.
int answer_to(int fd, std::size_t least) {
  std::size_t got = 0;
  for (;;) {
    pollfd event{fd, POLLIN, 0};
    if (poll(&event, 1, 1000) == 0) return 0;
    std::array<char, 4096> buffer{};
    const auto some = recv(fd, buffer.data(), buffer.size(), 0);
    if (some <= 0) return -1;
    got += static_cast<std::size_t>(some);
    if (got > least) return 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string where = argv[1];
  const int count = std::stoi(argv[2]);
  const std::string device = argc > 3 ? argv[3] : "";
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);

  std::vector<int> held;
  for (int i = 0; i < count; ++i) {
    const int fd = connect_to(where);
    if (fd < 0) {
      std::perror(argv[1]);
      return 2;
    }
    held.push_back(fd);
  }
  const auto first = device.empty() ? std::string() : proxy_open(device);
  const auto ask = first + get_version_info();
  // Who has been hung up on already can't be written to.
  for (const int fd : held) (void)!send(fd, ask.data(), ask.size(), MSG_NOSIGNAL);
  int answered = 0;
  int hung_up = 0;
  int nothing = 0;
  constexpr int kSilentEnough = 3;  // a second each: that those who were told nothing are told nothing is soon known
  for (const int fd : held) {
    if (nothing >= kSilentEnough && answered == 0) break;
    const int came = answer_to(fd, first.empty() ? 0 : 19);
    (came > 0 ? answered : came < 0 ? hung_up : nothing)++;
  }
  std::printf("%d held, %d answered, %d hung up on, %d told nothing\n", count, answered, hung_up, nothing);
  for (const int fd : held) close(fd);
  for (int i = 0; i < count; ++i) {
    const int fd = connect_to(where);
    if (i % 2 == 0) (void)!send(fd, ask.data(), ask.size() - static_cast<std::size_t>(i % 4), MSG_NOSIGNAL);
    if (fd >= 0) close(fd);
  }
  return 0;
}
