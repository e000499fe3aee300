#include "client_under_test/stage_interface.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/if_tun.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "emulator/ports/descriptor.hpp"

namespace modembench::client_under_test {
namespace {

using ports::Descriptor;
using ports::error_text;

std::string make_tap(const std::string& name) {
  const Descriptor tun(open("/dev/net/tun", O_RDWR | O_CLOEXEC));
  if (!tun) return "/dev/net/tun: " + error_text(errno);
  ifreq request{};
  std::strncpy(request.ifr_name, name.c_str(), sizeof request.ifr_name - 1);
  request.ifr_flags = IFF_TAP | IFF_NO_PI;
  if (ioctl(tun.get(), TUNSETIFF, &request) != 0) return error_text(errno);
  // It stays when this descriptor goes, and goes with the network namespace.
  return ioctl(tun.get(), TUNSETPERSIST, 1) == 0 ? "" : error_text(errno);
}

// One request about a link to the kernel's routing, and its attributes.
class LinkRequest {
 public:
  LinkRequest(int type, int flags) {
    nlmsghdr header{};
    header.nlmsg_type = static_cast<std::uint16_t>(type);
    header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_ACK | flags);
    append(header);
    append(ifinfomsg{});
  }

  void attribute(int type, const std::string& text) {
    const auto at = begin(type);
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    bytes_.push_back(0);
    end(at);
  }
  std::size_t begin(int type) {
    bytes_.resize(NLMSG_ALIGN(bytes_.size()));
    const auto at = bytes_.size();
    append(rtattr{.rta_len = 0, .rta_type = static_cast<unsigned short>(type)});
    return at;
  }
  void end(std::size_t at) {
    const auto length = static_cast<unsigned short>(bytes_.size() - at);
    std::memcpy(&bytes_[at + offsetof(rtattr, rta_len)], &length, sizeof length);
  }

  // 0, or the error of the system or of the kernel's answer.
  int send_and_wait() {
    const auto length = static_cast<std::uint32_t>(bytes_.size());
    std::memcpy(bytes_.data() + offsetof(nlmsghdr, nlmsg_len), &length, sizeof length);
    const Descriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
    if (!socket || send(socket.get(), bytes_.data(), bytes_.size(), 0) < 0) return errno;
    alignas(nlmsghdr) std::array<char, 4096> answer{};
    const auto got = recv(socket.get(), answer.data(), answer.size(), 0);
    if (got < static_cast<ssize_t>(NLMSG_LENGTH(sizeof(nlmsgerr)))) return got < 0 ? errno : EBADMSG;
    nlmsgerr result{};
    std::memcpy(&result, answer.data() + NLMSG_HDRLEN, sizeof result);
    return -result.error;
  }

 private:
  template <class Part>
  void append(const Part& part) {
    bytes_.resize(NLMSG_ALIGN(bytes_.size()));
    const auto* first = reinterpret_cast<const char*>(&part);
    bytes_.insert(bytes_.end(), first, first + sizeof part);
  }

  std::vector<char> bytes_;
};

std::string make_link(const std::string& name, const char* kind) {
  LinkRequest request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
  request.attribute(IFLA_IFNAME, name);
  const auto info = request.begin(IFLA_LINKINFO);
  request.attribute(IFLA_INFO_KIND, kind);
  request.end(info);
  const int error = request.send_and_wait();
  return error == 0 ? "" : error_text(error);
}

}  // namespace

tl::expected<std::string, std::string> make_interface(const std::string& name) {
  const auto no_tap = make_tap(name);
  if (no_tap.empty()) return "TAP";
  const auto no_dummy = make_link(name, "dummy");
  if (no_dummy.empty()) return "dummy";
  const auto no_veth = make_link(name, "veth");
  if (no_veth.empty()) return "veth";
  return tl::unexpected("no TAP (" + no_tap + "), no dummy (" + no_dummy + "), no veth (" + no_veth + ")");
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
