#include "emulator/ports/open_watch.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <sys/inotify.h>

namespace modembench::ports {

Result<OpenWatch> OpenWatch::create() {
  files::Descriptor inotify(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (!inotify) {
    return tl::unexpected("can't watch the ports being opened: inotify: " + files::error_text(errno) +
                          (errno == EMFILE ? " (the limit is in /proc/sys/fs/inotify/max_user_instances)" : ""));
  }
  return OpenWatch(std::move(inotify));
}

Result<int> OpenWatch::add(const std::string& path) {
  const int watch = inotify_add_watch(inotify_.get(), path.c_str(), IN_OPEN | IN_CLOSE_WRITE | IN_CLOSE_NOWRITE);
  if (watch < 0) return tl::unexpected("can't watch " + path + " being opened: " + files::error_text(errno));
  return watch;
}

void OpenWatch::remove(int watch) { inotify_rm_watch(inotify_.get(), watch); }

std::vector<OpenWatch::Event> OpenWatch::take() {
  using Kind = Event::Kind;
  std::vector<Event> events;
  alignas(inotify_event) std::array<char, 4096> buffer;
  for (;;) {
    const auto got = ::read(inotify_.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return events;
    for (std::size_t at = 0; at + sizeof(inotify_event) <= static_cast<std::size_t>(got);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      at += sizeof event + event.len;
      if ((event.mask & IN_OPEN) != 0) events.push_back({event.wd, Kind::opened});
      if ((event.mask & IN_CLOSE) != 0) events.push_back({event.wd, Kind::closed});
      if ((event.mask & IN_Q_OVERFLOW) != 0) events.push_back({-1, Kind::lost});
    }
  }
}

}  // namespace modembench::ports
