#pragma once

#include <atomic>
#include <cerrno>
#include <cstring>
#include <string>

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "emulator/ports/proxy.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "tests/unit/ports/recorder.hpp"

namespace modembench::testing {

/// A name that is nobody else's: the machine's own @qmi-proxy is never touched.
inline std::string proxy_name() {
  static std::atomic<int> last{0};
  return fmt::format("modembench-unit-{}-{}", getpid(), ++last);
}

/// A connection to an abstract name, -1 with errno if there is none.
inline int connect_to_name(const std::string& name) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path + 1, name.data(), name.size());
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), size) == 0) return fd;
  const int why = errno;
  close(fd);
  errno = why;
  return -1;
}

inline std::string frame(const qmi::Message& message) { return text_of(qmi::encode(message).value()); }

/// CTL FF00: what a client of the proxy says first.
inline std::string proxy_open(const std::string& path, std::uint8_t transaction = 1) {
  qmi::Message message;
  message.header = {.transaction = transaction, .message = qmi::ctl::internal_proxy_open::id};
  message.set(qmi::ctl::internal_proxy_open::request::device_path, path);
  return frame(message);
}

/// The proxy's answer to it.
inline std::string proxy_opened(std::uint8_t transaction = 1) {
  return frame(qmi::response_to({.transaction = transaction, .message = qmi::ctl::internal_proxy_open::id}));
}

/// Some request: a CTL Sync.
inline std::string request(std::uint8_t transaction) {
  qmi::Message message;
  message.header = {.transaction = transaction, .message = qmi::ctl::sync::id};
  return frame(message);
}

}  // namespace modembench::testing
