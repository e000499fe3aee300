#include "client_under_test/stage_folders.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <set>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "client_under_test/paths.hpp"
#include "client_under_test/stage_mounts.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;
using files::Descriptor;

constexpr std::array<const char*, 6> kOwnFolders = {"/etc", "/var", "/var/tmp", "/home", "/root", "/tmp"};
/// How much a run may change in all its own folders together; a folder that had to do without an overlay has as much.
constexpr const char* kScratchLimits = "size=512m,nr_inodes=131072";
constexpr const char* kRunLimits = "size=64m,nr_inodes=16384";
/// Without an overlay a folder is shown entry by entry: so many of them, and small files as copies that can be changed.
constexpr std::size_t kMostEntries = 4096;
constexpr std::uintmax_t kMostCopied = 64UL << 10U;
/// qmi-network keeps its state in /tmp under a fixed name, which must not come in from an earlier use.
constexpr const char* kStaleState = "qmi-network-state-";

bool is_strictly_in(const fs::path& path, const fs::path& folder) { return path != folder && lies_in(path, folder); }

// A folder that stands for another one has its owner and its rights. Below a user namespace there are owners that have
// no number inside; then it is ours.
void copy_rights(const fs::path& from, const fs::path& to) {
  struct stat is {};
  if (stat(from.c_str(), &is) != 0) return;
  (void)!chown(to.c_str(), is.st_uid, is.st_gid);
  (void)!chmod(to.c_str(), is.st_mode & 07777U);
}

// Overlays note what they need in extended attributes, of which only these can be had below a user namespace.
const char* kind_of_notes() {
  std::ifstream map("/proc/self/uid_map");
  unsigned inside = 0;
  unsigned outside = 0;
  unsigned long count = 0;
  map >> inside >> outside >> count;
  return count == 0xFFFFFFFFUL ? "" : ",userxattr";
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    names.push_back(at->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

void show_entry(const fs::path& source, const fs::path& target) {
  std::error_code error;
  const bool small = fs::symlink_status(source, error).type() == fs::file_type::regular &&
                     fs::file_size(source, error) <= kMostCopied && !error;
  if (small && fs::copy_file(source, target, fs::copy_options::overwrite_existing, error)) {
    copy_rights(source, target);
  } else {
    show_again(source, target);
  }
}

// Whoever could put a link in the path after it was looked at would choose what is written.
Descriptor hold_without_links(const fs::path& path) {
  open_how how{};
  how.flags = O_PATH | O_CLOEXEC;
  how.resolve = RESOLVE_NO_SYMLINKS;
  Descriptor held(static_cast<int>(syscall(SYS_openat2, AT_FDCWD, path.c_str(), &how, sizeof how)));
  // Before Linux 5.6.
  if (!held && errno == ENOSYS) held.reset(open(path.c_str(), O_PATH | O_CLOEXEC | O_NOFOLLOW));
  must(held ? 0 : -1, "keep " + path.string());
  return held;
}

void furnish_run() {
  std::error_code ignored;
  if (!fs::is_directory("/run", ignored)) return;
  mount_tmpfs("/run", fmt::format("mode=0755,{}", kRunLimits));
  make_folders("/run/lock");
  must(chmod("/run/lock", 01777), "chmod /run/lock");
}

}  // namespace

StageFolders::StageFolders(const ShownFolders& shown) : mounts_(mount_points()) {
  for (const auto* folder : kOwnFolders) add_own(folder);
  const auto home = canonical_or_none(shown.home);
  const auto working = canonical_or_none(shown.working_folder);
  own_before_working_ = own_.size();
  const bool home_is_in_working = !home.empty() && is_strictly_in(home, working);
  if (needs_own(home)) add_own(home);
  if (!home_is_in_working) own_before_working_ = own_.size();
  if (is_covered(working)) working_.push_back({working, hold(working)});
  for (const auto& path : shown.keep) keep_.push_back({path, hold_without_links(path)});
  std::sort(keep_.begin(), keep_.end(), [](const Held& one, const Held& other) { return one.path < other.path; });
}

void StageFolders::add_own(const fs::path& given) {
  std::error_code ignored;
  const auto folder = canonical_or_none(given);
  if (folder.empty() || !fs::is_directory(folder, ignored)) return;
  Own own{{folder, hold(folder)}, {}};
  const std::set<fs::path> below(mounts_.begin(), mounts_.end());
  for (const auto& point : below) {
    const bool topmost = own.mounted.empty() || !lies_in(point, own.mounted.back().path);
    if (!is_strictly_in(point, folder) || !topmost || own.mounted.size() >= kMostEntries) continue;
    try {
      own.mounted.push_back({point, hold(point)});
    } catch (const StepFailed&) {
      // One of another user's (FUSE), or that another mount covers: not for us to show.
    }
  }
  own_.push_back(std::move(own));
}

bool StageFolders::is_covered(const fs::path& path) const {
  return std::any_of(own_.begin(), own_.end(), [&](const Own& own) { return is_strictly_in(path, own.folder.path); }) ||
         is_strictly_in(path, "/run") || is_strictly_in(path, "/dev");
}

// Also a home in /home: below a user namespace nothing can be made in a folder of another group, which it may be, but
// for an overlay's own.
bool StageFolders::needs_own(const fs::path& home) const {
  if (home.empty() || home == "/" || lies_in(home, "/proc") || lies_in(home, "/sys")) return false;
  return std::none_of(own_.begin(), own_.end(), [&](const Own& own) { return own.folder.path == home; });
}

std::string StageFolders::furnish() {
  furnish_run();
  // What the overlays write to: under /tmp until /tmp itself is covered, reached by its descriptor after that.
  mount_tmpfs("/tmp", fmt::format("mode=0755,{}", kScratchLimits));
  const auto scratch = hold("/tmp");
  for (std::size_t i = 0; i < own_.size(); ++i) {
    if (i == own_before_working_) {
      for (const auto& one : working_) bind_mount(behind(one.open), one.path);
    }
    furnish_own(own_[i], behind(scratch) / std::to_string(i));
  }
  if (own_before_working_ == own_.size()) {
    for (const auto& one : working_) bind_mount(behind(one.open), one.path);
  }
  for (const auto& one : keep_) {
    bind_mount(behind(one.open), one.path);
    make_writable(one.path);
  }
  for (const auto& name : names_in("/tmp")) {
    if (name.starts_with(kStaleState)) (void)unlink(("/tmp/" + name).c_str());
  }
  return without_overlay_.empty() ? "" : fmt::format("what stands in {} is read-only", without_overlay_);
}

void StageFolders::furnish_own(const Own& own, const fs::path& scratch) {
  const auto& folder = own.folder.path;
  make_folders(folder);
  make_folders(scratch / "upper");
  make_folders(scratch / "work");
  copy_rights(behind(own.folder.open), scratch / "upper");
  const auto options = fmt::format("lowerdir={},upperdir={},workdir={}{}", behind(own.folder.open).string(),
                                   (scratch / "upper").string(), (scratch / "work").string(), kind_of_notes());
  if (mount("overlay", folder.c_str(), "overlay", MS_NOSUID | MS_NODEV, options.c_str()) == 0) {
    for (const auto& mounted : own.mounted) show_entry(behind(mounted.open), mounted.path);
    return;
  }
  const auto why = files::error_text(errno);
  without_overlay_ += fmt::format("{}{} ({})", without_overlay_.empty() ? "" : ", ", folder.string(), why);
  show_read_only(own);
}

void StageFolders::show_read_only(const Own& own) {
  const auto outside = behind(own.folder.open);
  const auto& folder = own.folder.path;
  mount_tmpfs(folder, fmt::format("mode=0755,{}", kScratchLimits));
  copy_rights(outside, folder);
  auto names = names_in(outside);
  names.resize(std::min(names.size(), kMostEntries));
  for (const auto& name : names) {
    if (!name.starts_with(kStaleState)) show_entry(outside / name, folder / name);
  }
}

}  // namespace modembench::client_under_test
