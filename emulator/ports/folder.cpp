#include "emulator/ports/folder.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "emulator/ports/folder_lock.hpp"
#include "emulator/ports/owner_mark.hpp"
#include "emulator/ports/port_link.hpp"

namespace modembench::ports {

namespace fs = std::filesystem;

namespace {

/// To look into a folder takes descriptors, which a run may have none left of when it ends: kept for then. The deepest
/// folder of a run is two below its own.
using SpareDescriptors = std::vector<files::Descriptor>;

Result<SpareDescriptors> keep_spare_descriptors() {
  SpareDescriptors spare(4);
  for (auto& one : spare) {
    one.reset(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!one) return tl::unexpected("can't open /dev/null: " + files::error_text(errno));
  }
  return spare;
}

}  // namespace

struct Folder::State {
  fs::path path;
  FolderLock lock;
  int made;          ///< folders at the end of the path that are ours to remove
  bool wholly_ours;  ///< a run's folder: whatever is in it
  SpareDescriptors spare{};
};

namespace {

tl::unexpected<Failure> failure(const fs::path& path, const std::string& why) {
  return tl::unexpected(path.string() + ": " + why);
}

void remove_nodes(const fs::path& folder) {
  std::error_code error;
  for (const auto port : kAllPorts) {
    for (const auto& node : {folder / to_string(port), unfinished_node(folder, port)}) {
      const auto type = fs::symlink_status(node, error).type();
      if (type == fs::file_type::symlink || type == fs::file_type::socket) fs::remove(node, error);
    }
  }
}

bool is_of_a_modem(const fs::directory_entry& entry) {
  std::error_code ignored;
  const auto name = entry.path().filename().string();
  return !name.empty() && name.find_first_not_of("0123456789") == std::string::npos &&
         entry.symlink_status(ignored).type() == fs::file_type::directory;
}

// With those of the folders that it has for each of several modems.
void remove_all_nodes(const fs::path& folder) {
  remove_nodes(folder);
  std::vector<fs::path> modems;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (is_of_a_modem(*at)) modems.push_back(at->path());
  }
  for (const auto& modem : modems) {
    remove_nodes(modem);
    rmdir(modem.c_str());
  }
}

void remove_made(fs::path folder, int made) {
  // Only while empty: what others have put there is theirs.
  for (; made > 0 && rmdir(folder.c_str()) == 0; --made) folder = folder.parent_path();
}

// Makes what is missing of the path; how many folders that were.
Result<int> make_folders(const fs::path& path) {
  std::vector<fs::path> missing;
  std::error_code error;
  for (fs::path at = path; !at.empty() && !fs::exists(fs::symlink_status(at, error)); at = at.parent_path()) {
    if (error && error != std::errc::no_such_file_or_directory) return failure(at, error.message());
    missing.push_back(at);
    if (at == at.parent_path()) break;
  }
  int made = 0;
  for (auto at = missing.rbegin(); at != missing.rend(); ++at) {
    if (mkdir(at->c_str(), S_IRWXU) != 0 && errno != EEXIST) {
      const int why = errno;
      if (at != missing.rbegin()) remove_made(*std::prev(at), made);
      return failure(*at, "can't make this folder: " + files::error_text(why));
    }
    ++made;
  }
  if (!fs::is_directory(path, error)) {
    return failure(path, error ? error.message() : "is a file; a folder is wanted");
  }
  return made;
}

Result<void> refuse_foreign_files(const fs::path& folder) {
  constexpr std::size_t kNamed = 3;
  std::vector<std::string> foreign;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (const auto name = at->path().filename().string(); name != kLockName) foreign.push_back(name);
  }
  if (error) return failure(folder, error.message());
  if (foreign.empty()) return {};
  std::sort(foreign.begin(), foreign.end());
  std::string names;
  for (std::size_t i = 0; i < std::min(foreign.size(), kNamed); ++i) names += (i == 0 ? "" : ", ") + foreign[i];
  if (foreign.size() > kNamed) names += " and " + std::to_string(foreign.size() - kNamed) + " more";
  return failure(folder,
                 "holds files that are none of modembench's (" + names + "); an empty or a new folder is wanted");
}

void kill_left(const LockNotes& notes) {
  // Process ids and start times mean nothing after a reboot.
  if (notes.any() && notes.boot == boot_id()) kill_left(notes.mark, notes.groups);
}

// The user's own place for the folders of runs, with a lock on it while one is made or cleared.
struct RunsPlace {
  fs::path path;
  files::Descriptor lock;
};

Result<void> check_private(const fs::path& path, const struct stat& is) {
  if (!S_ISDIR(is.st_mode)) return failure(path, "is no folder; modembench wants to keep its runs' ports there");
  if (is.st_uid != geteuid()) {
    return failure(path, "belongs to user " + std::to_string(is.st_uid) + "; it is to be this user's own");
  }
  if ((is.st_mode & (S_IRWXG | S_IRWXO)) != 0) return failure(path, "is open to other users; its mode is to be 0700");
  return {};
}

Result<RunsPlace> lock_place(const fs::path& path) {
  for (;;) {
    if (mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
      return failure(path, "can't make this folder: " + files::error_text(errno));
    }
    struct stat is {};
    if (lstat(path.c_str(), &is) != 0) {
      if (errno == ENOENT) continue;  // a run that has just ended removed it
      return failure(path, files::error_text(errno));
    }
    if (const auto right = check_private(path, is); !right) return tl::unexpected(right.error());
    files::Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder) {
      if (errno == ENOENT) continue;
      return failure(path, files::error_text(errno));
    }
    while (flock(folder.get(), LOCK_EX) != 0) {
      if (errno != EINTR) return failure(path, "can't lock it: " + files::error_text(errno));
    }
    struct stat opened {};
    struct stat now {};
    if (fstat(folder.get(), &opened) != 0) return failure(path, files::error_text(errno));
    if (lstat(path.c_str(), &now) == 0 && now.st_ino == opened.st_ino && now.st_dev == opened.st_dev) {
      return RunsPlace{path, std::move(folder)};
    }
  }
}

Result<RunsPlace> find_place() {
  if (const char* runtime = std::getenv("XDG_RUNTIME_DIR"); runtime != nullptr && runtime[0] == '/') {
    // It may be another user's, left in the environment by su.
    struct stat is {};
    if (stat(runtime, &is) == 0 && S_ISDIR(is.st_mode) && is.st_uid == geteuid()) {
      return lock_place(fs::path(runtime) / "modembench");
    }
  }
  return lock_place("/tmp/modembench-" + std::to_string(geteuid()));
}

void clear_killed_runs(const fs::path& place) {
  std::vector<fs::path> runs;
  std::error_code error;
  for (fs::directory_iterator at(place, error), end; !error && at != end; at.increment(error)) {
    if (at->path().filename().string().starts_with("run-") &&
        at->symlink_status(error).type() == fs::file_type::directory) {
      runs.push_back(at->path());
    }
  }
  for (const auto& run : runs) {
    const auto lock = FolderLock::take(run);
    if (!lock) continue;  // it is alive
    kill_left(lock->left());
    fs::remove_all(run, error);
  }
}

}  // namespace

Result<Folder> Folder::take(fs::path path) {
  std::error_code error;
  path = fs::absolute(path, error).lexically_normal();
  if (error) return failure(path, error.message());
  if (!path.has_filename()) path = path.parent_path();
  auto made = make_folders(path);
  if (!made) return tl::unexpected(made.error());
  auto lock = FolderLock::take(path);
  if (!lock) {
    remove_made(path, *made);
    return tl::unexpected(lock.error());
  }
  if (lock->left().any()) {
    kill_left(lock->left());
    remove_all_nodes(path);
    made = std::clamp(lock->left().made, 0, 64);
  }
  auto ready = refuse_foreign_files(path);
  if (ready) ready = lock->sign(*made);
  if (!ready) {
    lock->remove();
    remove_made(path, *made);
    return tl::unexpected(ready.error());
  }
  return Folder(std::make_unique<State>(State{std::move(path), std::move(*lock), *made, false, {}}));
}

Result<Folder> Folder::take_for_run() {
  auto spare = keep_spare_descriptors();
  if (!spare) return tl::unexpected(spare.error());
  std::string path;
  auto place = find_place();
  // Its lock is kept until the run's own is there: a folder without one counts as left by a killed run.
  for (;; place = find_place()) {
    if (!place) return tl::unexpected(place.error());
    clear_killed_runs(place->path);
    path = place->path / "run-XXXXXX";
    if (mkdtemp(path.data()) != nullptr) break;
    // A run that ended just now may have taken the empty place away.
    if (errno != ENOENT) return failure(place->path, "can't make a folder in it: " + files::error_text(errno));
  }
  auto lock = FolderLock::take(path);
  auto ready = lock ? lock->sign(1) : tl::unexpected(lock.error());
  if (!ready) {
    std::error_code ignored;
    spare->clear();
    fs::remove_all(path, ignored);
    return tl::unexpected(ready.error());
  }
  return Folder(std::make_unique<State>(State{std::move(path), std::move(*lock), 1, true, std::move(*spare)}));
}

void Folder::clear_up_after_killed_runs() {
  const auto place = find_place();
  if (!place) return;
  clear_killed_runs(place->path);
  rmdir(place->path.c_str());
}

Folder::Folder(std::unique_ptr<State> state) : state_(std::move(state)) {}
Folder::Folder(Folder&&) noexcept = default;
Folder& Folder::operator=(Folder&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

Folder::~Folder() {
  if (!state_) return;
  if (state_->wholly_ours) {
    std::error_code ignored;
    state_->spare.clear();
    fs::remove_all(state_->path, ignored);
    // The place of all runs goes with the last of them.
    rmdir(state_->path.parent_path().c_str());
    return;
  }
  remove_all_nodes(state_->path);
  state_->lock.remove();
  remove_made(state_->path, state_->made);
}

const fs::path& Folder::path() const { return state_->path; }

Result<std::vector<fs::path>> Folder::for_modems(std::size_t count) const {
  if (count == 1) return std::vector{path()};
  std::vector<fs::path> folders;
  for (std::size_t i = 1; i <= count; ++i) {
    auto folder = path() / std::to_string(i);
    if (mkdir(folder.c_str(), S_IRWXU) != 0)
      return failure(folder, "can't make this folder: " + files::error_text(errno));
    folders.push_back(std::move(folder));
  }
  return folders;
}

void Folder::note_process_group(int leader) {
  if (leader <= 1) return;
  if (const auto began = start_time(leader)) state_->lock.note({leader, *began});
}

}  // namespace modembench::ports
