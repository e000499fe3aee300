#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace modembench::client_under_test {

/// One request about a network link to the kernel's routing (rtnetlink(7)), with its attributes.
class LinkRequest {
 public:
  /// `type` is RTM_NEWLINK or RTM_DELLINK, `flags` are NLM_F_… besides those every request has.
  LinkRequest(int type, int flags);

  /// Asks that those of the link's flags (IFF_UP …) that are in `changed` be as in `flags`.
  void set_flags(unsigned flags, unsigned changed);
  void attribute(int type, const std::string& text);
  void number(int type, std::uint32_t number);
  void byte(int type, std::uint8_t number);
  /// Adds the header of another link, which stands before that link's own attributes within an attribute.
  void link_header();
  /// Begins an attribute of `type` that holds attributes. Those added until `end` of the returned place are within it.
  std::size_t begin(int type);
  void end(std::size_t at);

  /// Sends the request and waits for the answer. Returns 0, or the error of the system or of the kernel's answer.
  /// `socket` is of AF_NETLINK and belongs to the network namespace meant; -1: that of the caller.
  int send_and_wait(int socket = -1);
  [[nodiscard]] static int open_socket();

 private:
  template <class Part>
  void append(const Part& part);

  std::vector<char> bytes_;
};

}  // namespace modembench::client_under_test
