#include "files/whole_file.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/descriptor.hpp"
#include "files/unfinished_file.hpp"
#include "files/write_target.hpp"

namespace modembench::files {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Failure> failed_step(const fs::path& path, const char* step, int error) {
  return failure(path, fmt::format("{}: {}", step, error_text(error)));
}

// Meanwhile, a file that would grow beyond the limit (RLIMIT_FSIZE) is a write that fails, not this process's end.
class FileSizeSignalHeld {
 public:
  FileSizeSignalHeld() {
    sigemptyset(&signal_);
    sigaddset(&signal_, SIGXFSZ);
    pthread_sigmask(SIG_BLOCK, &signal_, &before_);
  }
  FileSizeSignalHeld(const FileSizeSignalHeld&) = delete;
  FileSizeSignalHeld& operator=(const FileSizeSignalHeld&) = delete;
  ~FileSizeSignalHeld() {
    if (sigismember(&before_, SIGXFSZ) == 1) return;
    constexpr timespec kNow{};
    while (sigtimedwait(&signal_, nullptr, &kNow) < 0 && errno == EINTR) continue;
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t signal_{};
  sigset_t before_{};
};

// 0, or the errno of what went wrong.
int write_all(int file, std::string_view bytes) {
  const FileSizeSignalHeld held;
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) {
      pollfd room{.fd = file, .events = POLLOUT, .revents = 0};
      ::poll(&room, 1, -1);
      continue;
    }
    if (written <= 0) return written < 0 ? errno : ENOSPC;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int write_to_device(const WriteTarget& target, std::string_view bytes) {
  // Without waiting: a FIFO that nobody reads would be waited for.
  const Descriptor file(
      ::openat(target.folder.get(), target.name.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW));
  return file ? write_all(file.get(), bytes) : errno;
}

int sync_folder(const WriteTarget& target) {
  const Descriptor folder(::openat(target.folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return folder && fsync(folder.get()) == 0 ? 0 : errno;
}

int replace(const WriteTarget& target, std::string_view bytes, Durable durable) {
  auto unfinished = UnfinishedFile::in(target.folder.get());
  if (!unfinished) return unfinished.error();
  if (const int error = write_all(unfinished->get(), bytes); error != 0) return error;
  if (target.older && fchmod(unfinished->get(), *target.older) != 0) return errno;
  if (durable == Durable::yes && fsync(unfinished->get()) != 0) return errno;
  if (const int error = unfinished->become(target.name); error != 0) return error;
  return durable == Durable::yes ? sync_folder(target) : 0;
}

// What a path that is no file's is, with its path; empty if it is a file's.
Failure why_not_whole(const fs::path& path, const struct stat& is) {
  if (S_ISREG(is.st_mode)) return {};
  if (S_ISDIR(is.st_mode)) return failed_step(path, "can't read it", EISDIR).value();
  return fmt::format("{}: is no regular file (a FIFO, a socket or a device)", path.string());
}

tl::unexpected<Failure> too_large(const fs::path& path, std::size_t limit) {
  return tl::unexpected(fmt::format("{}: is larger than {} bytes, the limit", path.string(), limit));
}

Result<std::string> read_to_end(const fs::path& path, const Descriptor& file, std::size_t limit) {
  std::string bytes;
  std::array<char, 65536> buffer;
  for (;;) {
    const auto got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed_step(path, "can't read it", errno);
    if (got == 0) return bytes;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    if (bytes.size() > limit) return too_large(path, limit);
  }
}

}  // namespace

Result<void> write_whole(const fs::path& path, std::string_view bytes, Durable durable) {
  const auto target = write_target(path);
  if (!target) return tl::unexpected(target.error());
  const int error = target->kind == WriteTarget::Kind::stream   ? write_all(target->stream, bytes)
                    : target->kind == WriteTarget::Kind::device ? write_to_device(*target, bytes)
                                                                : replace(*target, bytes, durable);
  if (error != 0) return failed_step(path, "can't write it", error);
  return {};
}

Result<void> can_be_written(const fs::path& path) {
  const auto target = write_target(path);
  if (!target) return tl::unexpected(target.error());
  if (target->kind != WriteTarget::Kind::file) return {};
  const auto unfinished = UnfinishedFile::in(target->folder.get());
  if (!unfinished) return failed_step(path, "can't write it", unfinished.error());
  return {};
}

Result<std::string> read_whole(const fs::path& path, std::size_t limit) {
  struct stat is {};
  // A device can do something when it is opened: a watchdog begins to count, a tape rewinds.
  if (::stat(path.c_str(), &is) != 0) return failed_step(path, "can't open it", errno);
  if (auto wrong = why_not_whole(path, is); !wrong.empty()) return tl::unexpected(std::move(wrong));
  // Without waiting: it may be a FIFO by now.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return failed_step(path, "can't open it", errno);
  if (fstat(file.get(), &is) != 0) return failed_step(path, "can't read it", errno);
  if (auto wrong = why_not_whole(path, is); !wrong.empty()) return tl::unexpected(std::move(wrong));
  if (static_cast<std::uintmax_t>(is.st_size) > limit) return too_large(path, limit);
  return read_to_end(path, file, limit);
}

Result<std::string> read_given(const fs::path& path, std::size_t limit) {
  const auto name = path.string();
  const bool opened = name == "/dev/stdin" || name.starts_with("/dev/fd/") || name.starts_with("/proc/self/fd/");
  if (!opened) return read_whole(path, limit);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file) return failed_step(path, "can't open it", errno);
  return read_to_end(path, file, limit);
}

}  // namespace modembench::files
