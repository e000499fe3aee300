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

Result<void> put_in_place(const fs::path& finished, const fs::path& path) {
  const Descriptor file(::open(finished.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file || fsync(file.get()) != 0) return failure(finished, "can't put it on the disk", errno);
  if (::rename(finished.c_str(), path.c_str()) != 0) return failure(path, "can't put it in place", errno);
  if (const int error = sync_folder(path.parent_path()); error != 0) return failure(path, "can't keep it", error);
  return {};
}

Result<std::string> read_whole(const fs::path& path, std::size_t limit) {
  // Without waiting: a FIFO nobody writes to would be waited for.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return failure(path, "can't open it", errno);
  struct stat is {};
  if (fstat(file.get(), &is) != 0) return failure(path, "can't read it", errno);
  if (S_ISDIR(is.st_mode)) return failure(path, "can't read it", EISDIR);
  if (!S_ISREG(is.st_mode)) {
    return tl::unexpected(fmt::format("{}: is no regular file (a FIFO, a socket or a device)", path.string()));
  }
  const auto too_large = [&] {
    return tl::unexpected(fmt::format("{}: is larger than {} bytes, the limit", path.string(), limit));
  };
  if (static_cast<std::uintmax_t>(is.st_size) > limit) return too_large();
  std::string bytes;
  std::array<char, 65536> buffer;
  for (;;) {
    const auto got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure(path, "can't read it", errno);
    if (got == 0) return bytes;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    if (bytes.size() > limit) return too_large();
  }
}

}  // namespace modembench::files
