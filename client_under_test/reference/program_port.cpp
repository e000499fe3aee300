#include "client_under_test/reference/program_port.hpp"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>

#include "emulator/ports/proxy.hpp"

namespace modembench::client_under_test::reference {
namespace {

using Opened = tl::expected<files::Descriptor, std::string>;

Opened failed() { return tl::unexpected(files::error_text(errno)); }

/// An abstract address begins with a NUL, and has no other at its end.
Opened connect_to(std::string_view path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return tl::unexpected(std::string("the path is too long for a socket"));
  std::memcpy(address.sun_path, path.data(), path.size());
  const bool is_abstract = path.starts_with('\0');
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + (is_abstract ? 0 : 1));
  files::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return failed();
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0) return failed();
  return socket;
}

}  // namespace

Opened open_port(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return failed();
  if (S_ISSOCK(status.st_mode)) return connect_to(path);
  files::Descriptor port(::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  if (!port) return failed();
  if (termios mode{}; ::tcgetattr(port.get(), &mode) == 0) {
    ::cfmakeraw(&mode);
    mode.c_cflag |= CLOCAL;
    if (::tcsetattr(port.get(), TCSANOW, &mode) != 0) return failed();
  }
  return port;
}

Opened connect_to_proxy() {
  auto connected = connect_to('\0' + std::string(ports::kProxyName));
  if (!connected) return tl::unexpected("there is no qmi-proxy: " + connected.error());
  return connected;
}

}  // namespace modembench::client_under_test::reference
