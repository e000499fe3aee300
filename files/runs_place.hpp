#pragma once

#include <filesystem>
#include <string>

#include "files/descriptor.hpp"
#include "files/identity.hpp"
#include "files/removal.hpp"
#include "files/result.hpp"

namespace modembench::files {

/// The user's own place for the folders of runs, $XDG_RUNTIME_DIR/modembench or /tmp/modembench-UID, with a lock on it
/// for as long as this object lives: while a folder is made there, or what killed runs have left is cleared.
class RunsPlace {
 public:
  /// Makes it if it is missing. Refused where it isn't this user's alone.
  static Result<RunsPlace> lock();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] int folder() const { return folder_.get(); }
  /// Without the lock.
  [[nodiscard]] Result<Descriptor> opened_again() const;

  /// Removes the folders of runs that were killed, and ends the processes noted in them: those whose lock nobody has,
  /// and whose record says, of this very folder, that it is wholly a run's, and of which run, one that is dead.
  void clear_killed_runs() const;

 private:
  RunsPlace(std::filesystem::path path, Descriptor folder) : path_(std::move(path)), folder_(std::move(folder)) {}

  std::filesystem::path path_;
  Descriptor folder_;
};

/// Removes a run's folder `name` of the open place, which is open itself: what is mounted over it or in it is taken off
/// first.
void remove_run(int place, const std::string& name, int folder, const std::filesystem::path& shown, Doubts& doubts);

}  // namespace modembench::files
