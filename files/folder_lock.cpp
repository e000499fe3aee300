#include "files/folder_lock.hpp"

#include <array>
#include <cerrno>
#include <optional>
#include <sstream>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "files/owner_mark.hpp"

namespace modembench::files {
namespace {

namespace fs = std::filesystem;

// One line a fact, a word and its values; lines that aren't understood are another version's.
LockNotes read_notes(int file) {
  constexpr std::size_t kMostNotes = 1 << 20;
  std::string text;
  std::array<char, 4096> buffer;
  while (text.size() < kMostNotes) {
    const auto got = pread(file, buffer.data(), buffer.size(), static_cast<off_t>(text.size()));
    if (got <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  LockNotes notes;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string word;
    words >> word;
    if (word == "process") words >> notes.process;
    if (word == "mark") words >> notes.mark;
    if (word == "boot") words >> notes.boot;
    if (word == "made") words >> notes.made;
    NotedGroup group;
    if (word == "group" && words >> group.leader >> group.began) notes.groups.push_back(group);
  }
  return notes;
}

tl::unexpected<Failure> failure(const fs::path& path, const std::string& why) {
  return tl::unexpected(path.string() + ": " + why);
}

bool same_file(const struct stat& one, const struct stat& other) {
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

// The open lock file, or nothing where its holder removed it just now.
Result<std::optional<Descriptor>> try_to_lock(const fs::path& path) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, S_IRUSR | S_IWUSR));
  if (!file) {
    return failure(path, errno == ELOOP ? "is a symbolic link, not a lock file"
                                        : "can't make the lock file: " + error_text(errno));
  }
  struct stat opened {};
  if (fstat(file.get(), &opened) != 0) return failure(path, error_text(errno));
  if (!S_ISREG(opened.st_mode) || opened.st_uid != geteuid()) return failure(path, "is no lock file of this user's");
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return failure(path, "can't lock it: " + error_text(errno));
    const auto holder = read_notes(file.get()).process;
    return failure(path.parent_path(),
                   "is in use by " + (holder != 0 ? "process " + std::to_string(holder) : "another process"));
  }
  struct stat now {};
  if (lstat(path.c_str(), &now) != 0 || !same_file(opened, now)) return std::nullopt;
  return file;
}

Result<void> append(const fs::path& path, int file, const std::string& text) {
  const auto written = ::write(file, text.data(), text.size());
  if (written != static_cast<ssize_t>(text.size())) {
    return failure(path, "can't write it: " + (written < 0 ? error_text(errno) : error_text(ENOSPC)));
  }
  return {};
}

}  // namespace

Result<FolderLock> FolderLock::take(const fs::path& folder) {
  const fs::path path = folder / kLockName;
  for (;;) {
    auto locked = try_to_lock(path);
    if (!locked) return tl::unexpected(locked.error());
    if (!*locked) continue;
    auto left = read_notes((*locked)->get());
    return FolderLock(path, std::move(**locked), std::move(left));
  }
}

Result<void> FolderLock::sign(int made) {
  if (ftruncate(file_.get(), 0) != 0 || lseek(file_.get(), 0, SEEK_SET) != 0) {
    return failure(path_, "can't write it: " + error_text(errno));
  }
  std::ostringstream text;
  text << "process " << getpid() << "\nmark " << owner_mark() << "\nboot " << boot_id() << "\nmade " << made << "\n";
  return append(path_, file_.get(), text.str());
}

void FolderLock::note(const NotedGroup& group) {
  // What can't be noted is still ended by this process; the note is for the case that it can't.
  (void)append(path_, file_.get(), "group " + std::to_string(group.leader) + " " + std::to_string(group.began) + "\n");
}

void FolderLock::remove() {
  ::unlink(path_.c_str());
  file_.reset();
}

}  // namespace modembench::files
