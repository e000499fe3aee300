#include "files/write_target.hpp"

#include <cerrno>
#include <charconv>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace modembench::files {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Failure> refused(const fs::path& path, const std::string& why) {
  return tl::unexpected(fmt::format("{}: can't write it: {}", path.string(), why));
}

tl::unexpected<Failure> refused(const fs::path& path, int error) { return refused(path, error_text(error)); }

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : "."; }

std::optional<int> number(const std::string& text) {
  int value = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, wrong] = std::from_chars(text.data(), end, value);
  if (wrong != std::errc{} || rest != end || value < 0) return std::nullopt;
  return value;
}

/// The descriptor of ours that /dev/stdout, /dev/fd/63, /proc/self/fd/63 and what leads there stand for. Opened by its
/// path, a file that it is redirected to would be written from its beginning.
std::optional<int> own_stream(fs::path path) {
  std::error_code error;
  const auto streams = fs::canonical("/proc/self/fd", error);
  constexpr int kMostLinks = 8;
  for (int i = 0; !error && i < kMostLinks; ++i) {
    const auto folder = fs::canonical(folder_of(path), error);
    if (error) break;
    if (folder == streams) return number(path.filename().string());
    const auto to = fs::read_symlink(path, error);
    path = to.is_absolute() ? to : folder / to;
  }
  return std::nullopt;
}

bool takes_bytes(int stream) {
  const int flags = fcntl(stream, F_GETFL);
  return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
}

}  // namespace

Result<WriteTarget> write_target(const fs::path& path) {
  if (path.empty()) return refused(path, ENOENT);
  WriteTarget target;
  target.folder.reset(::open(folder_of(path).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!target.folder) return refused(path, errno);
  target.name = path.filename().string();
  if (target.name.empty()) return refused(path, EISDIR);
  struct stat is {};
  if (::fstatat(target.folder.get(), target.name.c_str(), &is, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno != ENOENT) return refused(path, errno);
    return target;
  }
  if (S_ISLNK(is.st_mode)) {
    const auto stream = own_stream(path);
    if (stream && !takes_bytes(*stream)) return refused(path, EBADF);
    if (stream) {
      target.kind = WriteTarget::Kind::stream;
      target.stream = *stream;
      return target;
    }
    std::error_code error;
    const auto to = fs::read_symlink(path, error).string();
    return refused(
        path, fmt::format("it is a link to {}, which hasn't been named: name that file, or take the link away", to));
  }
  if (S_ISDIR(is.st_mode)) return refused(path, EISDIR);
  if (S_ISBLK(is.st_mode)) return refused(path, "it is a disk");
  if (S_ISSOCK(is.st_mode)) return refused(path, "it is a socket");
  if (::faccessat(target.folder.get(), target.name.c_str(), W_OK, AT_EACCESS) != 0) return refused(path, errno);
  if (S_ISREG(is.st_mode)) {
    target.older = is.st_mode & 0777;
  } else {
    target.kind = WriteTarget::Kind::device;
  }
  return target;
}

}  // namespace modembench::files
