#include "files/whole_file.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/descriptor.hpp"

namespace modembench::files {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Failure> failure(const fs::path& path, const char* step, int error) {
  return tl::unexpected(fmt::format("{}: {}: {}", path.string(), step, error_text(error)));
}

// 0, or the errno of what went wrong.
int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return written < 0 ? errno : ENOSPC;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

Result<void> write_through(const fs::path& path, std::string_view bytes) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  if (!file) return failure(path, "can't open it", errno);
  if (const int error = write_all(file.get(), bytes); error != 0) return failure(path, "can't write it", error);
  return {};
}

// A file beside another that is there under its own name only when it is whole, or else is gone.
class Unfinished {
 public:
  explicit Unfinished(const fs::path& beside) : path_(beside.string() + ".XXXXXX") {
    file_.reset(mkostemp(path_.data(), O_CLOEXEC));
    error_ = file_ ? 0 : errno;
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished() {
    if (file_) ::unlink(path_.c_str());
  }

  [[nodiscard]] int error() const { return error_; }
  [[nodiscard]] int get() const { return file_.get(); }
  [[nodiscard]] bool become(const fs::path& name) {
    if (::rename(path_.c_str(), name.c_str()) != 0) return false;
    file_.reset();
    return true;
  }

 private:
  std::string path_;
  Descriptor file_;
  int error_ = 0;
};

// What open(2) would give a new file. The umask can only be read by being set.
mode_t usual_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return static_cast<mode_t>(0666) & ~mask;
}

int sync_folder(const fs::path& folder) {
  const Descriptor open_folder(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return open_folder && fsync(open_folder.get()) == 0 ? 0 : errno;
}

// What a path that is no file's is, with its path; empty if it is a file's.
Failure why_not_whole(const fs::path& path, const struct stat& is) {
  if (S_ISREG(is.st_mode)) return {};
  if (S_ISDIR(is.st_mode)) return failure(path, "can't read it", EISDIR).value();
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
    if (got < 0) return failure(path, "can't read it", errno);
    if (got == 0) return bytes;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    if (bytes.size() > limit) return too_large(path, limit);
  }
}

}  // namespace

Result<void> write_whole(const fs::path& path, std::string_view bytes, Durable durable) {
  struct stat older {};
  const bool there = ::stat(path.c_str(), &older) == 0;
  if (there && S_ISDIR(older.st_mode)) return failure(path, "can't write it", EISDIR);
  if (there && !S_ISREG(older.st_mode)) return write_through(path, bytes);

  Unfinished unfinished(path);
  if (unfinished.error() != 0) return failure(path, "can't write it", unfinished.error());
  const bool replaces_file = there && ::lstat(path.c_str(), &older) == 0 && S_ISREG(older.st_mode);
  int error = write_all(unfinished.get(), bytes);
  if (error == 0 && fchmod(unfinished.get(), replaces_file ? older.st_mode & 07777 : usual_mode()) != 0) error = errno;
  if (error == 0 && durable == Durable::yes && fsync(unfinished.get()) != 0) error = errno;
  if (error == 0 && !unfinished.become(path)) error = errno;
  if (error == 0 && durable == Durable::yes) error = sync_folder(path.parent_path());
  if (error != 0) return failure(path, "can't write it", error);
  return {};
}

Result<std::string> read_whole(const fs::path& path, std::size_t limit) {
  struct stat is {};
  // A device can do something when it is opened: a watchdog begins to count, a tape rewinds.
  if (::stat(path.c_str(), &is) != 0) return failure(path, "can't open it", errno);
  if (auto wrong = why_not_whole(path, is); !wrong.empty()) return tl::unexpected(std::move(wrong));
  // Without waiting: it may be a FIFO by now.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return failure(path, "can't open it", errno);
  if (fstat(file.get(), &is) != 0) return failure(path, "can't read it", errno);
  if (auto wrong = why_not_whole(path, is); !wrong.empty()) return tl::unexpected(std::move(wrong));
  if (static_cast<std::uintmax_t>(is.st_size) > limit) return too_large(path, limit);
  return read_to_end(path, file, limit);
}

Result<std::string> read_given(const fs::path& path, std::size_t limit) {
  const auto name = path.string();
  const bool opened = name == "/dev/stdin" || name.starts_with("/dev/fd/") || name.starts_with("/proc/self/fd/");
  if (!opened) return read_whole(path, limit);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file) return failure(path, "can't open it", errno);
  return read_to_end(path, file, limit);
}

}  // namespace modembench::files
