#include "client_under_test/stage_mounts.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <sstream>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "files/content.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;
using files::Descriptor;

// As <sys/mount.h> has them where the C library is newer than the kernel call (glibc 2.36).
struct MountAttributes {
  std::uint64_t set;
  std::uint64_t clear;
  std::uint64_t propagation;
  std::uint64_t user_namespace;
};
constexpr std::uint64_t kReadOnly = 1;
constexpr unsigned kRecursive = 0x8000;
constexpr long kMountSetattr = 442;

bool set_attributes(const fs::path& path, unsigned flags, const MountAttributes& attributes) {
  return syscall(kMountSetattr, AT_FDCWD, path.c_str(), flags, &attributes, sizeof attributes) == 0;
}

// What a remount would otherwise take away. In a user namespace that isn't allowed.
unsigned long flags_at(const fs::path& path) {
  struct statvfs is {};
  if (statvfs(path.c_str(), &is) != 0) return 0;
  unsigned long flags = is.f_flag & (ST_NOSUID | ST_NODEV | ST_NOEXEC | ST_NOATIME | ST_NODIRATIME);
  if ((is.f_flag & ST_RELATIME) != 0) flags |= MS_RELATIME;
  return flags;
}

bool remount(const fs::path& path, unsigned long added) {
  return mount(nullptr, path.c_str(), nullptr, MS_REMOUNT | MS_BIND | flags_at(path) | added, nullptr) == 0;
}

// A space, a tab, a line's end and a backslash are written in octal: "\040".
std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 3 < text.size()) {
      result += static_cast<char>((text[at + 1] - '0') * 64 + (text[at + 2] - '0') * 8 + (text[at + 3] - '0'));
      at += 3;
    } else {
      result += text[at];
    }
  }
  return result;
}

}  // namespace

void must(int result, const std::string& step) {
  if (result != 0) throw StepFailed(step + ": " + files::error_text(errno));
}

Descriptor hold(const fs::path& path) {
  Descriptor held(open(path.c_str(), O_PATH | O_CLOEXEC));
  must(held ? 0 : -1, "open " + path.string());
  return held;
}

fs::path behind(const Descriptor& held) { return "/proc/self/fd/" + std::to_string(held.get()); }

void mount_tmpfs(const fs::path& at, const std::string& options) {
  must(mount("tmpfs", at.c_str(), "tmpfs", MS_NOSUID, options.c_str()), "mount a tmpfs on " + at.string());
}

void bind_mount(const fs::path& source, const fs::path& target, const std::string& name) {
  const auto step = "bind " + (name.empty() ? source.string() : name) + " to " + target.string();
  struct stat is {};
  must(stat(source.c_str(), &is), step);
  if (S_ISDIR(is.st_mode)) {
    make_folders(target);
  } else if (access(target.c_str(), F_OK) != 0) {
    make_folders(target.parent_path());
    const Descriptor file(open(target.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0644));
    must(file ? 0 : -1, step);
  }
  must(mount(source.c_str(), target.c_str(), nullptr, MS_BIND | MS_REC, nullptr), step);
}

void bind_if_there(const fs::path& source, const fs::path& target) {
  if (files::is_there(source)) bind_mount(source, target);
}

void show_again(const fs::path& source, const fs::path& target) {
  std::error_code error;
  if (fs::is_symlink(source, error)) {
    fs::copy_symlink(source, target, error);
    return;
  }
  try {
    bind_mount(source, target);
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

void make_all_read_only() {
  if (set_attributes("/", kRecursive, {.set = kReadOnly, .clear = 0, .propagation = 0, .user_namespace = 0})) return;
  for (const auto& point : mount_points()) {
    // A mount that another one covers can't be named, nor can it be reached by name.
    if (!remount(point, MS_RDONLY) && errno != EINVAL && errno != ENOENT && errno != EACCES) {
      must(-1, "make " + point.string() + " read-only");
    }
  }
}

void make_read_only(const fs::path& path) {
  const bool made = set_attributes(path, 0, {.set = kReadOnly, .clear = 0, .propagation = 0, .user_namespace = 0}) ||
                    remount(path, MS_RDONLY);
  must(made ? 0 : -1, "make " + path.string() + " read-only");
}

void make_writable(const fs::path& path) {
  const bool made = set_attributes(path, 0, {.set = 0, .clear = kReadOnly, .propagation = 0, .user_namespace = 0}) ||
                    remount(path, 0);
  must(made ? 0 : -1, "make " + path.string() + " writable");
}

std::vector<fs::path> mount_points_in(const std::string& mountinfo) {
  std::vector<fs::path> points;
  std::istringstream lines(mountinfo);
  for (std::string line; std::getline(lines, line);) {
    // number parent major:minor root mount-point …
    std::istringstream fields(line);
    std::string point;
    for (int field = 0; field < 5; ++field) fields >> point;
    if (fields) points.emplace_back(unescaped(point));
  }
  return points;
}

std::vector<fs::path> mount_points() {
  std::ifstream file("/proc/self/mountinfo");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  return mount_points_in(text);
}

}  // namespace modembench::client_under_test
