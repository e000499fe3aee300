#include "client_under_test/link_request.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "files/descriptor.hpp"

namespace modembench::client_under_test {

LinkRequest::LinkRequest(int type, int flags) {
  nlmsghdr header{};
  header.nlmsg_type = static_cast<std::uint16_t>(type);
  header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_ACK | flags);
  append(header);
  append(ifinfomsg{});
}

template <class Part>
void LinkRequest::append(const Part& part) {
  bytes_.resize(NLMSG_ALIGN(bytes_.size()));
  const auto* first = reinterpret_cast<const char*>(&part);
  bytes_.insert(bytes_.end(), first, first + sizeof part);
}

void LinkRequest::set_flags(unsigned flags, unsigned changed) {
  std::memcpy(&bytes_[NLMSG_HDRLEN + offsetof(ifinfomsg, ifi_flags)], &flags, sizeof flags);
  std::memcpy(&bytes_[NLMSG_HDRLEN + offsetof(ifinfomsg, ifi_change)], &changed, sizeof changed);
}

void LinkRequest::attribute(int type, const std::string& text) {
  const auto at = begin(type);
  bytes_.insert(bytes_.end(), text.begin(), text.end());
  bytes_.push_back(0);
  end(at);
}

void LinkRequest::number(int type, std::uint32_t number) {
  const auto at = begin(type);
  append(number);
  end(at);
}

void LinkRequest::byte(int type, std::uint8_t number) {
  const auto at = begin(type);
  append(number);
  end(at);
}

void LinkRequest::link_header() { append(ifinfomsg{}); }

std::size_t LinkRequest::begin(int type) {
  bytes_.resize(NLMSG_ALIGN(bytes_.size()));
  const auto at = bytes_.size();
  append(rtattr{.rta_len = 0, .rta_type = static_cast<unsigned short>(type)});
  return at;
}

void LinkRequest::end(std::size_t at) {
  const auto length = static_cast<unsigned short>(bytes_.size() - at);
  std::memcpy(&bytes_[at + offsetof(rtattr, rta_len)], &length, sizeof length);
}

int LinkRequest::open_socket() { return ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE); }

int LinkRequest::send_and_wait(int socket) {
  const auto length = static_cast<std::uint32_t>(bytes_.size());
  std::memcpy(bytes_.data() + offsetof(nlmsghdr, nlmsg_len), &length, sizeof length);
  const files::Descriptor own(socket < 0 ? open_socket() : -1);
  const int use = socket < 0 ? own.get() : socket;
  if (use < 0 || send(use, bytes_.data(), bytes_.size(), 0) < 0) return errno;
  alignas(nlmsghdr) std::array<char, 4096> answer{};
  const auto got = recv(use, answer.data(), answer.size(), 0);
  if (got < static_cast<ssize_t>(NLMSG_LENGTH(sizeof(nlmsgerr)))) return got < 0 ? errno : EBADMSG;
  nlmsgerr result{};
  std::memcpy(&result, answer.data() + NLMSG_HDRLEN, sizeof result);
  return -result.error;
}

}  // namespace modembench::client_under_test
