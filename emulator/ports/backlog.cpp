#include "emulator/ports/backlog.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/socket.h>

namespace modembench::ports {
namespace {

files::Descriptor accept_one(int listening) {
  return files::Descriptor(accept4(listening, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
}

files::Descriptor open_spare() { return files::Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

}  // namespace

Backlog::Backlog() : spare_(open_spare()) {}

Backlog::Taken Backlog::take(int listening) {
  files::Descriptor client = accept_one(listening);
  if (client) return {std::move(client), true, false};
  if (errno != EMFILE && errno != ENFILE) return {files::Descriptor(), errno == EINTR || errno == ECONNABORTED, false};
  spare_.reset();
  client = accept_one(listening);
  const bool there_was_one = static_cast<bool>(client);
  client.reset();
  spare_ = open_spare();
  return {files::Descriptor(), there_was_one, there_was_one};
}

}  // namespace modembench::ports
