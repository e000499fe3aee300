#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace modembench::client_under_test {

/// One request about a network link to the kernel's routing (rtnetlink(7)), and its attributes.
class LinkRequest {
 public:
  /// `type` is RTM_NEWLINK or RTM_DELLINK, `flags` are NLM_F_… besides those every request has.
  LinkRequest(int type, int flags);

  /// The link's flags (IFF_UP …) are to be so, of those in `changed`.
  void set_flags(unsigned flags, unsigned changed);
  void attribute(int type, const std::string& text);
  void number(int type, std::uint32_t number);
  void byte(int type, std::uint8_t number);
  /// The header of another link, before the attributes that an attribute has of it.
  void link_header();
  /// Attributes until `end` of what this returns are within one of `type`.
  std::size_t begin(int type);
  void end(std::size_t at);

  /// 0, or the error of the system or of the kernel's answer. `socket` is of AF_NETLINK, and of the network namespace
  /// that is meant; of the caller's where there is none given.
  int send_and_wait(int socket = -1);
  [[nodiscard]] static int open_socket();

 private:
  template <class Part>
  void append(const Part& part);

  std::vector<char> bytes_;
};

}  // namespace modembench::client_under_test
