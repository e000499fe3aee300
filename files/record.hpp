#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "files/descriptor.hpp"
#include "files/identity.hpp"
#include "files/left_processes.hpp"
#include "files/removal.hpp"
#include "files/result.hpp"

namespace modembench::files {

/// The name of a folder's lock file.
inline constexpr const char* kRecordName = ".modembench";

/// Something in the folder, by its path there ("qmi", "3/qmi").
struct RecordedThing {
  std::string name;
  Identity identity;  ///< none while it is in the making
};

/// What a record says: whose a folder is or was, and what that process has made there.
struct Notes {
  std::string owner;                  ///< owner_mark() of it
  bool wholly_ours = false;           ///< a run's folder, with whatever is in it
  Identity folder;                    ///< the one that this is the record of; a copy of it is none
  std::string token;                  ///< what is in the making is named ".TOKEN" until it is recorded
  std::vector<Identity> parents;      ///< folders on the way there, and itself, that weren't there before
  std::vector<RecordedThing> things;  ///< in the order in which they were made
  std::vector<NotedGroup> groups;     ///< of processes
};

/// Why a folder's record can't be had.
struct Refusal {
  bool in_use = false;  ///< a living process has it
  Failure why;
};

/// FOLDER/.modembench, locked (flock) by this process for as long as the object lives, with what this process has made
/// there: written before each thing is made and completed when its identity is known. The lock goes with the process,
/// however it ends; the file stays.
class Record {
 public:
  /// Of an open folder; what a dead process had just forked is waited for, up to two seconds. Refused where a living
  /// process has it, where the file can't be made, and where what stands there isn't a record of this user's: another
  /// file, a further name (hard link) of a file, a link, a mount. That is left untouched; an empty file is taken, and
  /// will be empty again.
  static tl::expected<Record, Refusal> take(int folder, const std::filesystem::path& shown);

  /// What the last holder left in the file. Without an owner: nothing.
  [[nodiscard]] const Notes& left() const { return left_; }
  /// Replaces that by notes on this process.
  Result<void> sign(const Notes& notes);

  /// `name` is about to be made; it has this identity; it isn't there any more.
  Result<void> making(const std::string& name);
  Result<void> made(const std::string& name, const Identity& identity);
  void gone(const std::string& name);
  [[nodiscard]] std::vector<RecordedThing> things() const;

  void note(const NotedGroup& group);
  /// Removes the file.
  void remove(int folder);

 private:
  Record(std::filesystem::path path, Descriptor file, Identity identity, bool was_there)
      : path_(std::move(path)), file_(std::move(file)), identity_(identity), was_there_empty_(was_there) {}

  struct Line {
    std::uint64_t offset;
    std::size_t order;
    Identity identity;
    bool there;
  };
  Result<void> append(const std::string& text);
  Result<void> put(const std::string& name, const Identity& identity, bool there);

  std::filesystem::path path_;
  Descriptor file_;
  Identity identity_;
  bool was_there_empty_;
  Notes left_;
  std::uint64_t end_ = 0;
  std::map<std::string, Line> lines_;
};

/// Removes what is recorded, the last made first, from an open folder, and what was in the making. `same_boot`: numbers
/// of devices are compared, too. What can't be shown to be ours is left, with a doubt.
void remove_recorded(int folder, const std::filesystem::path& shown, const std::vector<RecordedThing>& things,
                     const std::string& token, bool same_boot, Doubts& doubts);

}  // namespace modembench::files
