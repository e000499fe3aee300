#include "files/runs_place.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/beneath.hpp"
#include "files/owner_mark.hpp"
#include "files/record.hpp"

namespace modembench::files {
namespace {

namespace fs = std::filesystem;

Result<void> check_private(const fs::path& path, const Look& is) {
  if (!is.is_folder()) return failure(path, "is no folder; modembench wants to keep its runs' ports there");
  if (is.owner != geteuid()) {
    return failure(path, "belongs to user " + std::to_string(is.owner) + "; it is to be this user's own");
  }
  if ((is.mode & (S_IRWXG | S_IRWXO)) != 0) return failure(path, "is open to other users; its mode is to be 0700");
  return {};
}

fs::path path_of_place() {
  if (const char* runtime = std::getenv("XDG_RUNTIME_DIR"); runtime != nullptr && runtime[0] == '/') {
    // It may be another user's, left in the environment by su.
    struct stat is {};
    if (stat(runtime, &is) == 0 && S_ISDIR(is.st_mode) && is.st_uid == geteuid()) {
      return fs::path(runtime) / "modembench";
    }
  }
  return "/tmp/modembench-" + std::to_string(geteuid());
}

// Nothing but a lock file that says nothing: a run was killed while it made its folder. Nothing of anybody's is in it.
bool remove_unsigned(int place, const std::string& name, int folder, const Identity& identity, const fs::path& shown) {
  const auto names = names_in(folder);
  if (!names || names->size() > 1) return false;
  Doubts ignored;
  if (names->size() == 1) {
    const auto lock = look(folder, kRecordName);
    if (!lock || !lock->is_file() || lock->size != 0 || lock->links != 1) return false;
    remove_made(folder, kRecordName, lock->identity, shown / kRecordName, ignored);
  }
  return remove_made(place, name, identity, shown, ignored);
}

// Why this folder isn't shown to be that of a run of ours that is dead; empty if it is.
std::string why_not_left(const Notes& notes, Identity folder) {
  const auto owner = owner_from(notes.owner);
  if (!owner) return "there is no record of a run in it";
  if (owner->boot != boot_id()) folder.device = notes.folder.device;
  if (notes.folder != folder) return "its record is that of another folder";
  if (!notes.wholly_ours) return "its record isn't that of a run";
  if (!is_dead(*owner)) return fmt::format("process {}, whose it is, isn't shown to be dead", owner->process);
  return {};
}

void clear_run(int place, const std::string& name, const fs::path& shown, Doubts& doubts) {
  const auto there = look(place, name);
  const auto around = look(place);
  if (!there || !around || !there->is_folder() || there->owner != geteuid()) return;
  if (!there->on_mount_of(*around)) {
    doubts.push_back(doubt(shown, "something is mounted over it: who did that knows whether it is needed"));
    return;
  }
  Descriptor folder = open_beneath(place, name, O_RDONLY | O_DIRECTORY);
  if (!folder) {
    doubts.push_back(doubt(shown, error_text(errno)));
    return;
  }
  if (remove_unsigned(place, name, folder.get(), there->identity, shown)) return;
  if (!look(folder.get(), kRecordName)) {
    doubts.push_back(doubt(shown, "there is no record of a run in it"));
    return;
  }
  auto record = Record::take(folder.get(), shown);
  if (!record) {
    if (!record.error().in_use) doubts.push_back(record.error().why);
    return;
  }
  if (const auto why = why_not_left(record->left(), there->identity); !why.empty()) {
    doubts.push_back(doubt(shown, why));
    return;
  }
  kill_left(record->left().owner, record->left().groups);
  remove_run(place, name, folder.get(), shown, doubts);
}

}  // namespace

Result<RunsPlace> RunsPlace::lock() {
  const auto path = path_of_place();
  for (;;) {
    if (const int error = make_private_folder(AT_FDCWD, path.string()); error != 0 && error != EEXIST) {
      return failure(path, "can't make this folder: " + error_text(error));
    }
    const auto is = look(AT_FDCWD, path.string());
    if (!is) {
      if (errno == ENOENT) continue;  // a run that has just ended removed it
      return failure(path, error_text(errno));
    }
    if (const auto right = check_private(path, *is); !right) return tl::unexpected(right.error());
    Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder) {
      if (errno == ENOENT) continue;
      return failure(path, error_text(errno));
    }
    while (flock(folder.get(), LOCK_EX) != 0) {
      if (errno != EINTR) return failure(path, "can't lock it: " + error_text(errno));
    }
    const auto opened = look(folder.get());
    if (!opened) return failure(path, error_text(errno));
    const auto now = look(AT_FDCWD, path.string());
    if (now && now->identity == opened->identity) return RunsPlace{path, std::move(folder)};
  }
}

Result<Descriptor> RunsPlace::opened_again() const {
  Descriptor again(::openat(folder_.get(), ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!again) return failure(path_, error_text(errno));
  return again;
}

void RunsPlace::clear_killed_runs() const {
  const auto names = names_in(folder_.get());
  if (!names) return;
  Doubts doubts;
  for (const auto& name : *names) {
    if (name.starts_with("run-")) clear_run(folder_.get(), name, path_ / name, doubts);
  }
  say_left(doubts);
}

void remove_run(int place, const std::string& name, int folder, const fs::path& shown, Doubts& doubts) {
  const auto own = look(folder);
  const auto around = look(place);
  // Over the very folder that is open here, that nobody but the run's client knew of, nobody else has mounted anything.
  const auto is_covered = [&] {
    const auto there = look(place, name);
    if (!own || !around || !there || there->on_mount_of(*around)) return false;
    std::array<char, 4096> target{};
    const auto link = fmt::format("/proc/self/fd/{}", folder);
    const auto size = readlink(link.c_str(), target.data(), target.size());
    return size > 0 && fs::path(std::string(target.data(), static_cast<std::size_t>(size))).filename() == name;
  };
  while (is_covered() && unmount_over(place, name)) {
  }
  empty_own_folder(folder, shown, Mounts::ours, doubts);
  if (own) remove_made(place, name, own->identity, shown, doubts);
}

}  // namespace modembench::files
