#include "emulator/ports/socket_listener.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace modembench::ports {
namespace {

// 0 or an errno.
int bind_and_listen(int socket, int folder, const std::string& name, const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto& text = path.native();
  if (text.size() >= sizeof address.sun_path) return ENAMETOOLONG;
  std::memcpy(address.sun_path, text.data(), text.size());
  const bool listens = bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                       fchmodat(folder, name.c_str(), S_IRUSR | S_IWUSR, 0) == 0 && listen(socket, SOMAXCONN) == 0;
  return listens ? 0 : errno;
}

}  // namespace

Result<Listening> listen_at(const files::Place& folder, const std::string& name) {
  const auto path = folder.path() / name;
  const auto failure = [&](const std::string& why) { return tl::unexpected("can't listen at " + why); };
  // Whatever way we bind it by: clients go by this one.
  constexpr auto kMost = sizeof(sockaddr_un::sun_path) - 1;
  if (path.native().size() > kMost) {
    return failure(fmt::format("{}: its folder's path is too long for a socket ({} of {} bytes)", path.string(),
                               path.native().size(), kMost));
  }
  files::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return failure(path.string() + ": " + files::error_text(errno));
  auto node = folder.make(name, [&](int in, const std::string& unfinished, const std::filesystem::path& way) {
    return bind_and_listen(socket.get(), in, unfinished, way);
  });
  if (!node) return failure(node.error());
  return Listening{std::move(socket), std::move(*node), path.string()};
}

}  // namespace modembench::ports
