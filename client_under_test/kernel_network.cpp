#include "client_under_test/kernel_network.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client_under_test/process_fork.hpp"
#include "files/descriptor.hpp"

namespace modembench::client_under_test {
namespace {

std::string read_file(const std::string& path) {
  const files::Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  return file ? read_to_end(file.get()) : "";
}

// The `n`-th word from 0 of a line whose words are divided by blanks; empty if it has fewer.
std::string_view word(std::string_view line, std::size_t n) {
  for (;; --n) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const auto end = std::min(line.find(' '), line.size());
    if (n == 0) return line.substr(0, end);
    line.remove_prefix(end);
    if (line.empty()) return {};
  }
}

template <class IsIt>
bool any_line(std::string_view text, IsIt is_it) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (is_it(text.substr(0, end))) return true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

}  // namespace

// "0: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 …": the sixth is which timer runs, and how long; 01
// is one that sends again, 04 one that asks for room (get_tcp4_sock in Linux' tcp_ipv4.c).
bool tcp_waits(std::string_view table) {
  return any_line(table, [](std::string_view line) {
    const auto timer = word(line, 5).substr(0, 3);
    return timer == "01:" || timer == "04:";
  });
}

bool tcp_waits_around(pid_t process) {
  return tcp_waits(read_file(fmt::format("/proc/{}/net/tcp", process))) ||
         tcp_waits(read_file(fmt::format("/proc/{}/net/tcp6", process)));
}

tl::expected<files::Descriptor, std::string> open_neighbours() {
  files::Descriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
  if (!socket) return tl::unexpected("a netlink socket: " + files::error_text(errno));
  return socket;
}

bool neighbour_is_asked(int neighbours) {
  struct {
    nlmsghdr header;
    ndmsg message;
  } request{};
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = RTM_GETNEIGH;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  if (send(neighbours, &request, sizeof request, 0) < 0) return false;
  bool asked = false;
  alignas(nlmsghdr) std::array<char, 16384> buffer{};
  for (;;) {
    const auto got = recv(neighbours, buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return asked;
    auto left = static_cast<unsigned>(got);
    for (const auto* one = reinterpret_cast<const nlmsghdr*>(buffer.data()); NLMSG_OK(one, left);
         one = NLMSG_NEXT(one, left)) {
      if (one->nlmsg_type == NLMSG_DONE || one->nlmsg_type == NLMSG_ERROR) return asked;
      if (one->nlmsg_type != RTM_NEWNEIGH) continue;
      asked = asked || (static_cast<const ndmsg*>(NLMSG_DATA(one))->ndm_state & NUD_INCOMPLETE) != 0;
    }
  }
}

// The twelfth number is the length of the processor's backlog (softnet_seq_show in Linux' net-procfs.c, since 5.10).
bool frames_wait(std::string_view statistics) {
  return any_line(statistics, [](std::string_view line) {
    const auto backlog = word(line, 11);
    return backlog.find_first_not_of('0') != std::string_view::npos;
  });
}

bool frames_wait() { return frames_wait(read_file("/proc/net/softnet_stat")); }

}  // namespace modembench::client_under_test
