#include "emulator/ports/socket_listener.hpp"

#include <cerrno>
#include <cstring>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace modembench::ports {

Result<files::Descriptor> listen_at(const std::filesystem::path& path, const std::filesystem::path& unfinished) {
  const auto failure = [&](const std::string& why) {
    ::unlink(unfinished.c_str());
    return tl::unexpected("can't listen at " + path.string() + ": " + why);
  };
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto& name = unfinished.native();
  if (name.size() >= sizeof address.sun_path) {
    return tl::unexpected("can't listen at " + path.string() + ": its folder's path is too long for a socket (" +
                          std::to_string(name.size()) + " of " + std::to_string(sizeof address.sun_path - 1) +
                          " bytes)");
  }
  std::memcpy(address.sun_path, name.data(), name.size());
  struct stat stands {};
  if (lstat(path.c_str(), &stands) == 0) {
    return tl::unexpected("can't listen at " + path.string() + ": something stands here already");
  }
  files::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return failure(files::error_text(errno));
  ::unlink(unfinished.c_str());
  if (bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      chmod(unfinished.c_str(), S_IRUSR | S_IWUSR) != 0 || listen(socket.get(), SOMAXCONN) != 0 ||
      rename(unfinished.c_str(), path.c_str()) != 0) {
    return failure(files::error_text(errno));
  }
  return socket;
}

}  // namespace modembench::ports
