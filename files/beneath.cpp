#include "files/beneath.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <random>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "files/identity.hpp"

namespace modembench::files {
namespace {

// What is made has its mode by one step: with chmod after it, a umask of 777 would leave, on a kill, what nobody can
// open.
class UmaskForPrivate {
 public:
  UmaskForPrivate() : before_(::umask(S_IRWXG | S_IRWXO)) {}
  UmaskForPrivate(const UmaskForPrivate&) = delete;
  UmaskForPrivate& operator=(const UmaskForPrivate&) = delete;
  ~UmaskForPrivate() { ::umask(before_); }

 private:
  mode_t before_;
};

// O_PATH opens a link itself.
Descriptor but_no_link(Descriptor opened) {
  if (const auto is = look(opened.get()); is && !is->is_link()) return opened;
  opened.reset();
  errno = ELOOP;
  return opened;
}

}  // namespace

Descriptor open_beneath(int folder, const std::string& name, int flags) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags) | O_CLOEXEC | O_NOFOLLOW;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS;
  for (int again = 0;; ++again) {
    const long opened = syscall(SYS_openat2, folder, name.c_str(), &how, sizeof how);
    if (opened >= 0) return but_no_link(Descriptor(static_cast<int>(opened)));
    // A rename anywhere on the machine may have raced with it; filters of system calls refuse what they don't know.
    constexpr int kMostRaces = 100;
    if (errno == EAGAIN && again < kMostRaces) continue;
    if (errno != ENOSYS && errno != EPERM) return Descriptor();
    return open_and_compare(folder, name, flags);
  }
}

Descriptor open_and_compare(int folder, const std::string& name, int flags) {
  Descriptor opened(::openat(folder, name.c_str(), flags | O_CLOEXEC | O_NOFOLLOW));
  if (!opened) return opened;
  const auto from = look(folder);
  const auto to = look(opened.get());
  if (name.find('/') != std::string::npos || name == ".." || !from || !to || !to->on_mount_of(*from)) {
    opened.reset();
    errno = EXDEV;
    return opened;
  }
  return but_no_link(std::move(opened));
}

int make_private_folder(int folder, const std::string& name) {
  const UmaskForPrivate private_mode;
  return ::mkdirat(folder, name.c_str(), S_IRWXU) == 0 ? 0 : errno;
}

Descriptor make_private_file(int folder, const std::string& name) {
  const UmaskForPrivate private_mode;
  return Descriptor(
      ::openat(folder, name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
}

Result<std::vector<std::string>> names_in(int folder) {
  Descriptor own(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(own ? fdopendir(own.get()) : nullptr, closedir);
  if (!entries) return tl::unexpected(error_text(errno));
  (void)own.release();
  std::vector<std::string> names;
  errno = 0;
  while (const auto* entry = readdir(entries.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
    errno = 0;
  }
  if (errno != 0) return tl::unexpected(error_text(errno));
  return names;
}

std::string unguessable() {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz234567";
  constexpr std::size_t kLength = 8;
  std::random_device random;
  std::string text;
  while (text.size() < kLength) text += kLetters[random() % kLetters.size()];
  return text;
}

}  // namespace modembench::files
