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

/// The contents of a record: whose a folder is or was, and what that process has made there.
struct Notes {
  std::string owner;                  ///< owner_mark() of that process
  bool wholly_ours = false;           ///< a run's folder, with whatever is in it
  Identity folder;                    ///< the folder that this is the record of; a copy of the file is no record
  std::string token;                  ///< a thing in the making is named ".TOKEN" until it is recorded
  std::vector<Identity> parents;      ///< the folder, and those on the way there, that weren't there before
  std::vector<RecordedThing> things;  ///< in the order in which they were made
  std::vector<NotedGroup> groups;     ///< groups of processes
};

/// Why a folder's record can't be had.
struct Refusal {
  bool in_use = false;  ///< a living process has it
  Failure why;
};

/// The file FOLDER/.modembench, locked (flock) by this process for as long as the object lives, with what this process
/// has made there. A thing is noted before it is made, and the note is completed when its identity is known. The lock
/// goes with the process, however it ends; the file stays.
class Record {
 public:
  /// Takes the record of an open folder. A process that a dead one had just forked may still have it; its end is waited
  /// for, up to two seconds. Refused if a living process has the record, if the file can't be made, and if what stands
  /// there isn't a record of this user's: another file, a further name (hard link) of a file, a link, a mount. Such a
  /// thing is left untouched. An empty file is taken, and will be empty again.
  static tl::expected<Record, Refusal> take(int folder, const std::filesystem::path& shown);

  /// The notes that the last holder left in the file. Notes without an owner: there were none.
  [[nodiscard]] const Notes& left() const { return left_; }
  /// Replaces what was left by notes on this process.
  Result<void> sign(const Notes& notes);

  /// Note that `name` is about to be made, that it is made and has this identity, or that it isn't there any more.
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

/// Removes from an open folder what is recorded, the last made first, and what was in the making. `same_boot` lets the
/// numbers of devices be compared, too. What can't be shown to be ours is left, with a doubt.
void remove_recorded(int folder, const std::filesystem::path& shown, const std::vector<RecordedThing>& things,
                     const std::string& token, bool same_boot, Doubts& doubts);

}  // namespace modembench::files
