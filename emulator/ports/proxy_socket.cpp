#include <cerrno>
#include <cstddef>
#include <cstring>

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "emulator/ports/proxy.hpp"

namespace modembench::ports {

Result<files::Descriptor> listen_as_proxy(const std::string& name) {
  const auto failure = [&](const std::string& why) {
    return tl::unexpected(fmt::format("can't listen as @{}: {}", name, why));
  };
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (name.empty() || name.size() >= sizeof address.sun_path) return failure("the name is empty or too long");
  // Abstract: a zero byte, then the name without one at its end.
  std::memcpy(address.sun_path + 1, name.data(), name.size());
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  files::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return failure(files::error_text(errno));
  if (bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0) {
    if (errno != EADDRINUSE) return failure(files::error_text(errno));
    return failure(
        "the name is taken in this network namespace, by qmi-proxy (ModemManager starts one) or another modembench; "
        "end that, or use a namespace of your own: unshare --net (as an ordinary user: unshare -r --net) before "
        "modembench and before the clients");
  }
  if (listen(socket.get(), SOMAXCONN) != 0) return failure(files::error_text(errno));
  return socket;
}

}  // namespace modembench::ports
