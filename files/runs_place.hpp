#pragma once

#include <filesystem>
#include <string>

#include "files/descriptor.hpp"
#include "files/identity.hpp"
#include "files/removal.hpp"
#include "files/result.hpp"

namespace modembench::files {

/// The user's own place for the folders of runs, $XDG_RUNTIME_DIR/modembench or /tmp/modembench-UID. This object holds
/// a lock on it as long as it lives: while a folder is made there, or what killed runs have left is cleared.
class RunsPlace {
 public:
  /// Takes the lock; makes the place if it is missing. Refused if it isn't this user's alone.
  static Result<RunsPlace> lock();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] int folder() const { return folder_.get(); }
  /// The place's folder, opened once more, without the lock.
  [[nodiscard]] Result<Descriptor> opened_again() const;

  /// Removes the folders of runs that were killed, and ends the processes noted in them. Such a folder's lock is free,
  /// and its record says, of this very folder, that it is wholly a run's, and names the run's process, which is dead.
  void clear_killed_runs() const;

 private:
  RunsPlace(std::filesystem::path path, Descriptor folder) : path_(std::move(path)), folder_(std::move(folder)) {}

  std::filesystem::path path_;
  Descriptor folder_;
};

/// Removes a run's folder `name` of the open place; the folder is open itself. What is mounted over it or in it is
/// taken off first.
void remove_run(int place, const std::string& name, int folder, const std::filesystem::path& shown, Doubts& doubts);

}  // namespace modembench::files
