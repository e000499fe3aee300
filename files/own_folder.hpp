#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "files/place.hpp"
#include "files/result.hpp"

namespace modembench::files {

/// A folder of this process's own, held by a lock. The folder, with all it holds of ours, goes with this object. What
/// is somebody else's, or may be, is left, and said on standard error. What a killed process has left in a folder is
/// cleared by the next process that takes it.
class OwnFolder {
 public:
  /// Takes the folder at `path`, as the kernel finds it. The folder is made if it is missing, and so are its parents; a
  /// kill -9 just then leaves them, empty. Refused: an empty path, a folder that another living process holds, one that
  /// holds files that are none of ours.
  static Result<OwnFolder> take(const std::filesystem::path& path);
  /// Makes a new folder for one run, wholly ours, below the user's own place for such things
  /// ($XDG_RUNTIME_DIR/modembench, or /tmp/modembench-UID, mode 0700). Before that, clears from that place what killed
  /// runs have left: their folders, and the processes noted in them.
  static Result<OwnFolder> take_for_run();

  /// Clears now what a run of ours has left that was killed just now.
  static void clear_up_after_killed_runs();

  OwnFolder(OwnFolder&&) noexcept;
  OwnFolder& operator=(OwnFolder&&) noexcept;
  ~OwnFolder();

  [[nodiscard]] const std::filesystem::path& path() const;
  /// The folder as a place to make something in.
  [[nodiscard]] Place place() const;
  /// Folders in it for the ports of each of `count` modems, DIR/1 … DIR/`count`; the folder itself if there is but one.
  [[nodiscard]] Result<std::vector<Place>> for_modems(std::size_t count) const;
  /// Notes a process group that must not outlive this process. After a kill -9 the next run ends it, if its leader is
  /// still the same process and carries this one's mark.
  void note_process_group(int leader);

 private:
  struct State;
  explicit OwnFolder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace modembench::files
