#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "emulator/ports/attachment.hpp"

namespace modembench::ports {

/// A folder of this process's own, held by a lock. Gone, with all it holds of ours, when this object is.
/// What a killed process left in it is cleared by the next one that takes it.
class Folder {
 public:
  /// Takes `path` (made if missing, also its parents). Refused: a folder that another living process
  /// holds, or one that holds files that are none of ours.
  static Result<Folder> take(std::filesystem::path path);
  /// A new folder for one run, below the user's own place for such things
  /// ($XDG_RUNTIME_DIR/modembench, or /tmp/modembench-UID, mode 0700). Clears first, in that place, what
  /// runs that were killed have left: folders whose lock nobody holds, and the processes noted in them.
  static Result<Folder> take_for_run();

  /// Clears that now: what a run of ours has left that was killed just now.
  static void clear_up_after_killed_runs();

  Folder(Folder&&) noexcept;
  Folder& operator=(Folder&&) noexcept;
  ~Folder();

  [[nodiscard]] const std::filesystem::path& path() const;
  /// A folder in it for the ports of each of `count` modems, DIR/1 … DIR/`count`; itself where there is but one.
  [[nodiscard]] Result<std::vector<std::filesystem::path>> for_modems(std::size_t count) const;
  /// Notes a process group that must not outlive this process: after a kill -9 the next run ends it
  /// (if its leader is still the same process: start times are compared).
  void note_process_group(int leader);

 private:
  struct State;
  explicit Folder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace modembench::ports
