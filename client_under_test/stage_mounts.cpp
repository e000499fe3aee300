#include "client_under_test/stage_mounts.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>

namespace modembench::client_under_test {

namespace fs = std::filesystem;
using files::Descriptor;

void must(int result, const std::string& step) {
  if (result != 0) throw StepFailed(step + ": " + files::error_text(errno));
}

Descriptor hold(const fs::path& path) {
  Descriptor held(open(path.c_str(), O_PATH | O_CLOEXEC));
  must(held ? 0 : -1, "open " + path.string());
  return held;
}

fs::path behind(const Descriptor& held) { return "/proc/self/fd/" + std::to_string(held.get()); }

void mount_tmpfs(const fs::path& at, const char* options) {
  must(mount("tmpfs", at.c_str(), "tmpfs", MS_NOSUID, options), "mount a tmpfs on " + at.string());
}

void bind(const fs::path& source, const fs::path& target) {
  const auto step = "bind " + source.string() + " to " + target.string();
  struct stat is {};
  must(stat(source.c_str(), &is), step);
  if (S_ISDIR(is.st_mode)) {
    make_folders(target);
  } else {
    make_folders(target.parent_path());
    const Descriptor file(open(target.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0644));
    must(file || errno == ENXIO ? 0 : -1, step);
  }
  must(mount(source.c_str(), target.c_str(), nullptr, MS_BIND | MS_REC, nullptr), step);
}

void bind_if_there(const fs::path& source, const fs::path& target) {
  std::error_code ignored;
  if (fs::exists(source, ignored)) bind(source, target);
}

void show_again(const fs::path& source, const fs::path& target) {
  std::error_code error;
  if (fs::is_symlink(source, error)) {
    fs::copy_symlink(source, target, error);
    return;
  }
  try {
    bind(source, target);
  } catch (const StepFailed&) {
    // It went in the meantime, or it can't be bound: then it isn't there rather than there and empty.
    fs::remove(target, error);
  }
}

void link(const char* to, const fs::path& at) { must(symlink(to, at.c_str()), "link " + at.string()); }

void make_folders(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw StepFailed("make folder " + path.string() + ": " + error.message());
}

}  // namespace modembench::client_under_test
