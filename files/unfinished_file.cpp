#include "files/unfinished_file.hpp"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "files/beneath.hpp"
#include "files/removal.hpp"

namespace modembench::files {
namespace {

constexpr mode_t kForAll = 0666;  // less what the umask takes

std::string path_of(int file) { return fmt::format("/proc/self/fd/{}", file); }

}  // namespace

template <class Make>
int UnfinishedFile::take_name(const Make& make) {
  constexpr int kTries = 100;
  int error = EEXIST;
  for (int i = 0; i < kTries && error == EEXIST; ++i) {
    const auto name = ".unfinished-" + unguessable();
    error = make(name);
    if (error != 0) continue;
    name_ = name;
    if (const auto made = look(file_.get())) identity_ = made->identity;
  }
  return error;
}

tl::expected<UnfinishedFile, int> UnfinishedFile::in(int folder) {
  UnfinishedFile made(folder);
  made.file_.reset(::openat(folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, kForAll));
  // It gets its name by way of /proc, which may not be there.
  if (made.file_ && ::access(path_of(made.get()).c_str(), F_OK) == 0) return made;
  const int error = made.take_name([&](const std::string& name) {
    made.file_.reset(::openat(folder, name.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, kForAll));
    return made.file_ ? 0 : errno;
  });
  if (error != 0) return tl::unexpected(error);
  return made;
}

UnfinishedFile::~UnfinishedFile() {
  Doubts unsaid;
  if (!name_.empty()) remove_made(folder_, name_, identity_, name_, unsaid);
}

int UnfinishedFile::link_as(const std::string& name) const {
  const auto here = path_of(get());
  return ::linkat(AT_FDCWD, here.c_str(), folder_, name.c_str(), AT_SYMLINK_FOLLOW) == 0 ? 0 : errno;
}

int UnfinishedFile::become(const std::string& name) {
  if (name_.empty()) {
    const int linked = link_as(name);
    if (linked != EEXIST) return linked;
    // What is there can't be replaced by a link, but by a file that has a name.
    if (const int error = take_name([&](const std::string& other) { return link_as(other); }); error != 0) return error;
  }
  // Some file systems (NFS, quotas) say only now that there was no room.
  if (::close(file_.release()) != 0) return errno;
  if (::renameat(folder_, name_.c_str(), folder_, name.c_str()) != 0) return errno;
  name_.clear();
  return 0;
}

}  // namespace modembench::files
