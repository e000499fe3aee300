#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "files/descriptor.hpp"

namespace modembench::client_under_test {

/// The parts of the machine's files that a stage shows otherwise than as a rule. The rule is: seen, and read-only.
struct ShownFolders {
  std::vector<std::filesystem::path> keep;  ///< paths that are as outside and can be written; no links in them
  std::filesystem::path working_folder;     ///< the working folder is seen wherever it lies, read-only; empty: none
  std::filesystem::path home;               ///< the user's home, in which changes stay inside; empty: none
};

/// Gives this process's mount namespace folders to write to. /etc, /var, /tmp and the homes take what is written to
/// them and lose it with the namespace; what stands in them is seen (overlays). /run does so too, and is empty. An
/// object is to be made while everything is as outside; `furnish` is to be called once everything is read-only. Both
/// throw StepFailed.
class StageFolders {
 public:
  explicit StageFolders(const ShownFolders& shown);

  /// Makes those folders. Returns which couldn't be had in that way, and why, in words; empty if all could.
  [[nodiscard]] std::string furnish();

 private:
  // A folder or file as it is outside, held open while what is above it is covered.
  struct Held {
    std::filesystem::path path;
    files::Descriptor open;
  };
  struct Own {
    Held folder;
    std::vector<Held> mounted;  // what is mounted somewhere below it
  };

  void add_own(const std::filesystem::path& given);
  [[nodiscard]] bool is_covered(const std::filesystem::path& path) const;
  [[nodiscard]] bool needs_own(const std::filesystem::path& home) const;
  void furnish_own(const Own& own, const std::filesystem::path& scratch);
  static void show_read_only(const Own& own);

  std::vector<std::filesystem::path> mounts_;
  std::vector<Own> own_;                // in the order in which they are made: what lies in another one after it
  std::vector<Held> keep_;              // likewise
  std::vector<Held> working_;           // the working folder, where it is covered: one or none
  std::size_t own_before_working_ = 0;  // how many of `own_` are made before it
  std::string without_overlay_;
};

}  // namespace modembench::client_under_test
