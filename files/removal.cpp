#include "files/removal.hpp"

#include <cerrno>
#include <cstdio>
#include <deque>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/beneath.hpp"

namespace modembench::files {
namespace {

namespace fs = std::filesystem;

/// Takes a tree apart with three descriptors: a folder in a folder that isn't empty is moved up to the tree's root.
class Sweep {
 public:
  Sweep(int root, fs::path shown, Mounts mounts, Doubts& doubts)
      : root_(root),
        shown_(std::move(shown)),
        mounts_(mounts),
        doubts_(doubts),
        top_(look(root)),
        moved_(".left-" + unguessable() + "-") {}

  bool run() {
    const auto before = doubts_.size();
    (void)::fchmod(root_, S_IRWXU);
    const auto names = names_in(root_);
    if (!names || !top_) {
      doubts_.push_back(doubt(shown_, names ? error_text(errno) : names.error()));
      return false;
    }
    for (const auto& name : *names) left_.push_back({name, shown_ / name});
    while (!left_.empty()) {
      const auto next = std::move(left_.front());
      left_.pop_front();
      take(next);
    }
    return doubts_.size() == before;
  }

 private:
  struct Entry {
    std::string name;
    fs::path shown;
  };

  bool stays(const Entry& entry, const std::string& why) {
    doubts_.push_back(doubt(entry.shown, why));
    return false;
  }

  /// What is there once no mount is over it.
  std::optional<Look> bared(int folder, const Entry& entry) {
    for (;;) {
      const auto there = look(folder, entry.name);
      if (!there) {
        if (errno != ENOENT) stays(entry, error_text(errno));
        return std::nullopt;
      }
      if (there->on_mount_of(*top_)) return there;
      if (mounts_ == Mounts::of_others) {
        stays(entry, "something is mounted there");
        return std::nullopt;
      }
      if (!unmount_over(folder, entry.name)) {
        stays(entry, "something is mounted there that can't be taken off: " + error_text(errno));
        return std::nullopt;
      }
    }
  }

  /// True where it is gone; false for a folder that isn't empty, and, with a doubt, for what can't be removed.
  bool take_simple(int folder, const Entry& entry, bool& is_full_folder) {
    is_full_folder = false;
    const auto there = bared(folder, entry);
    if (!there) return false;
    if (::unlinkat(folder, entry.name.c_str(), there->is_folder() ? AT_REMOVEDIR : 0) == 0) return true;
    is_full_folder = there->is_folder() && (errno == ENOTEMPTY || errno == EEXIST);
    return is_full_folder ? false : stays(entry, error_text(errno));
  }

  // A client may have taken from the folder the rights that it takes to look into it and to move it.
  static void allow(int folder, const Entry& entry) {
    const auto there = look(folder, entry.name);
    if (there && there->is_folder() && (there->mode & S_IRWXU) != S_IRWXU) {
      (void)::fchmodat(folder, entry.name.c_str(), S_IRWXU, 0);
    }
  }

  void take(const Entry& entry) {
    bool full = false;
    if (take_simple(root_, entry, full) || !full) return;
    allow(root_, entry);
    const auto inside = open_beneath(root_, entry.name, O_RDONLY | O_DIRECTORY);
    const auto names = inside ? names_in(inside.get()) : tl::unexpected(error_text(errno));
    if (!names) {
      stays(entry, names.error());
      return;
    }
    for (const auto& name : *names) {
      const Entry child{name, entry.shown / name};
      if (!take_simple(inside.get(), child, full) && full) move_up(inside.get(), child);
    }
    if (::unlinkat(root_, entry.name.c_str(), AT_REMOVEDIR) != 0) stays(entry, error_text(errno));
  }

  void move_up(int folder, const Entry& child) {
    allow(folder, child);
    const auto name = moved_ + std::to_string(++moves_);
    if (::renameat(folder, child.name.c_str(), root_, name.c_str()) == 0) {
      left_.push_back({name, child.shown});
    } else {
      stays(child, error_text(errno));
    }
  }

  int root_;
  fs::path shown_;
  Mounts mounts_;
  Doubts& doubts_;
  std::optional<Look> top_;
  std::string moved_;
  std::size_t moves_ = 0;
  std::deque<Entry> left_;
};

}  // namespace

bool remove_made(int folder, const std::string& name, const Identity& made, const fs::path& shown, Doubts& doubts) {
  const auto there = look(folder, name);
  if (!there) {
    if (errno == ENOENT || errno == ENOTDIR) return true;
    doubts.push_back(doubt(shown, error_text(errno)));
    return false;
  }
  if (!made || there->identity != made) {
    doubts.push_back(doubt(shown, "isn't what modembench made there"));
    return false;
  }
  if (::unlinkat(folder, name.c_str(), there->is_folder() ? AT_REMOVEDIR : 0) == 0) return true;
  if (!there->is_folder() || (errno != ENOTEMPTY && errno != EEXIST)) {
    doubts.push_back(doubt(shown, error_text(errno)));
  }
  return false;
}

void remove_file(const fs::path& path, int open_file) {
  const auto file = look(open_file);
  const auto there = look(AT_FDCWD, path.string());
  if (file && there && there->is_file() && file->identity == there->identity) ::unlink(path.c_str());
}

bool empty_own_folder(int folder, const fs::path& shown, Mounts mounts, Doubts& doubts) {
  return Sweep(folder, shown, mounts, doubts).run();
}

bool unmount_over(int folder, const std::string& name) {
  // The only way there is to name to umount2 what lies in an open folder.
  const auto path = fmt::format("/proc/self/fd/{}/{}", folder, name);
  return ::umount2(path.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW) == 0;
}

std::string doubt(const fs::path& path, const std::string& why) {
  std::string shown;
  for (const char c : path.string()) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte == 0x7f) {
      shown += fmt::format("\\x{:02x}", byte);
    } else {
      shown += c;
    }
  }
  return shown + ": " + why;
}

void say_left(const Doubts& doubts) {
  constexpr std::size_t kShown = 4;
  for (std::size_t i = 0; i < doubts.size() && i < kShown; ++i) {
    fmt::print(stderr, "modembench: left {}\n", doubts[i]);
  }
  if (doubts.size() > kShown) fmt::print(stderr, "modembench: left {} more\n", doubts.size() - kShown);
}

}  // namespace modembench::files
