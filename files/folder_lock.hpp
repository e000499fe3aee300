#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "files/descriptor.hpp"
#include "files/left_processes.hpp"
#include "files/result.hpp"

namespace modembench::files {

inline constexpr const char* kLockName = ".modembench";

/// What a folder's lock file says of who holds it or held it.
struct LockNotes {
  pid_t process = 0;
  std::string mark;                ///< owner_mark() of that process
  std::string boot;                ///< boot_id() of its time
  int made = 0;                    ///< so many folders at the end of the path didn't exist before
  std::vector<NotedGroup> groups;  ///< of processes
  /// False for a lock file that says nothing: it is new.
  [[nodiscard]] bool any() const { return process != 0; }
};

/// FOLDER/.modembench, locked (flock) by this process for as long as the object lives. The lock goes with the process,
/// however it ends; the file with what it notes stays.
class FolderLock {
 public:
  /// Refused where a living process has it, or where the file can't be made or is none of this user's.
  static Result<FolderLock> take(const std::filesystem::path& folder);

  /// What the last holder left in the file.
  [[nodiscard]] const LockNotes& left() const { return left_; }
  /// Replaces that by notes on this process.
  Result<void> sign(int made);
  void note(const NotedGroup& group);
  /// Removes the file.
  void remove();

 private:
  FolderLock(std::filesystem::path path, Descriptor file, LockNotes left)
      : path_(std::move(path)), file_(std::move(file)), left_(std::move(left)) {}

  std::filesystem::path path_;
  Descriptor file_;
  LockNotes left_;
};

}  // namespace modembench::files
