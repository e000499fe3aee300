#include "files/record.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "files/beneath.hpp"
#include "files/owner_mark.hpp"

namespace modembench::files {
namespace {

namespace fs = std::filesystem;

// No file of anybody's begins with this by chance.
constexpr std::string_view kFirstLine = "This is modembench's record of what it has made in this folder.";
constexpr std::uint64_t kMostBytes = 64 << 20;  // 16,384 modems take six

// What a process has forked has its locks, too: one that dies in the middle of it leaves them to a process that has one
// thing left to do, or to die of. On a machine that is busy that takes a while.
constexpr std::chrono::seconds kTimeOfForks{2};
constexpr std::chrono::milliseconds kPause{2};

tl::unexpected<Refusal> refusal(const fs::path& path, const std::string& why, bool in_use = false) {
  return tl::unexpected(Refusal{in_use, path.string() + ": " + why});
}

std::string read_all(int file) {
  std::string text;
  std::array<char, 65536> buffer;
  while (text.size() < kMostBytes) {
    const auto got = pread(file, buffer.data(), buffer.size(), static_cast<off_t>(text.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return text;
}

void read_line(const std::string& line, Notes& notes) {
  const auto blank = line.find(' ');
  const auto word = line.substr(0, blank);
  const auto rest = blank == std::string::npos ? std::string() : line.substr(blank + 1);
  if (word == "owner") notes.owner = rest;
  if (word == "run") notes.wholly_ours = true;
  if (word == "token") notes.token = rest;
  if (word == "folder") notes.folder = identity_from(rest).value_or(Identity{});
  if (word == "parent") notes.parents.push_back(identity_from(rest).value_or(Identity{}));
  if (word == "made") {
    constexpr std::size_t kNumbers = 3 * 17;
    const auto identity = identity_from(rest);
    if (identity && rest.size() > kNumbers) notes.things.push_back({rest.substr(kNumbers), *identity});
  }
  NotedGroup group;
  if (word == "group" && std::istringstream(rest) >> group.leader >> group.began) notes.groups.push_back(group);
}

// One line a fact, a word and its values; lines that aren't understood are another version's. Nothing for what is no
// record at all.
std::optional<Notes> read_notes(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  if (!std::getline(lines, line) || line != kFirstLine) return std::nullopt;
  Notes notes;
  while (std::getline(lines, line)) read_line(line, notes);
  if (!owner_from(notes.owner) || !notes.folder) return std::nullopt;
  return notes;
}

bool is_same(const Identity& recorded, Identity now, bool same_boot) {
  // Other boots give other numbers to the same devices.
  if (!same_boot) now.device = recorded.device;
  return recorded && recorded == now;
}

/// What stands there that is to be a record, checked before it is opened: to open a device may do something.
Result<void> check(int folder, const fs::path& path, const Look& there) {
  if (there.is_link()) return failure(path, "is a symbolic link, not a lock file");
  if (!there.is_file() || there.owner != geteuid()) return failure(path, "is no lock file of this user's");
  if (there.links != 1) return failure(path, "is another name (a hard link) of some file, not a lock file");
  const auto around = look(folder);
  if (!around || !there.on_mount_of(*around)) return failure(path, "is mounted there, not a lock file");
  return {};
}

}  // namespace

tl::expected<Record, Refusal> Record::take(int folder, const fs::path& shown) {
  const fs::path path = shown / kRecordName;
  const auto forks_end_by = std::chrono::steady_clock::now() + kTimeOfForks;
  for (;;) {
    Descriptor file = make_private_file(folder, kRecordName);
    const bool was_there = !file && errno == EEXIST;
    if (!file && !was_there) return refusal(path, "can't make the lock file: " + error_text(errno));
    const auto there = look(folder, kRecordName);
    if (!there) continue;  // its holder removed it just now
    if (const auto right = check(folder, path, *there); !right) return tl::unexpected(Refusal{false, right.error()});
    if (!file) file.reset(::openat(folder, kRecordName, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!file && errno == ENOENT) continue;
    if (!file) return refusal(path, "can't open the lock file: " + error_text(errno));
    const bool locked = flock(file.get(), LOCK_EX | LOCK_NB) == 0;
    if (!locked && errno != EWOULDBLOCK) return refusal(path, "can't lock it: " + error_text(errno));
    const auto opened = look(file.get());
    if (!opened || opened->identity != there->identity) continue;
    if (opened->size > kMostBytes) return refusal(path, "is none of modembench's; it is left as it is");
    const auto text = read_all(file.get());
    const auto notes = read_notes(text);
    const auto owner = notes ? owner_from(notes->owner) : std::nullopt;
    if (!locked) {
      const bool by_living = !owner || !is_dead(*owner);
      if (!by_living && std::chrono::steady_clock::now() < forks_end_by) {
        std::this_thread::sleep_for(kPause);
        continue;
      }
      const auto whom = owner ? fmt::format("process {}", owner->process) : "another process";
      return refusal(shown, "is in use by " + (by_living ? whom : "what is left of " + whom), by_living);
    }
    const auto now = look(folder, kRecordName);
    if (!now || now->identity != opened->identity) continue;
    if (!text.empty() && !notes) return refusal(path, "is none of modembench's; it is left as it is");
    Record record(path, std::move(file), opened->identity, was_there && text.empty());
    if (notes) record.left_ = *notes;
    return record;
  }
}

Result<void> Record::sign(const Notes& notes) {
  auto text =
      fmt::format("{}\nowner {}\nfolder {}\ntoken {}\n", kFirstLine, notes.owner, to_text(notes.folder), notes.token);
  if (notes.wholly_ours) text += "run\n";
  for (const auto& parent : notes.parents) text += fmt::format("parent {}\n", to_text(parent));
  lines_.clear();
  end_ = 0;
  // Written over what stood there, and cut then: at no moment it says nothing.
  if (auto written = append(text); !written) return written;
  if (ftruncate(file_.get(), static_cast<off_t>(end_)) != 0) {
    return failure(path_, "can't write it: " + error_text(errno));
  }
  for (const auto& thing : notes.things) {
    if (auto put_there = put(thing.name, thing.identity, true); !put_there) return put_there;
  }
  return {};
}

Result<void> Record::append(const std::string& text) {
  const auto written = ::pwrite(file_.get(), text.data(), text.size(), static_cast<off_t>(end_));
  if (written != static_cast<ssize_t>(text.size())) {
    return failure(path_, "can't write it: " + error_text(written < 0 ? errno : ENOSPC));
  }
  end_ += text.size();
  return {};
}

// Each thing has one line, in one place, of one length: a modem that comes and goes for days makes the file no longer.
Result<void> Record::put(const std::string& name, const Identity& identity, bool there) {
  const auto line = fmt::format("made {} {}\n", to_text(identity), name);
  const auto known = lines_.find(name);
  if (known == lines_.end()) {
    const auto at = end_;
    if (auto added = append(line); !added) return added;
    lines_.emplace(name, Line{at, lines_.size(), identity, there});
    return {};
  }
  if (::pwrite(file_.get(), line.data(), line.size(), static_cast<off_t>(known->second.offset)) !=
      static_cast<ssize_t>(line.size())) {
    return failure(path_, "can't write it: " + error_text(errno));
  }
  known->second.identity = identity;
  known->second.there = there;
  return {};
}

Result<void> Record::making(const std::string& name) { return put(name, {}, true); }
Result<void> Record::made(const std::string& name, const Identity& identity) { return put(name, identity, true); }
void Record::gone(const std::string& name) { (void)put(name, {}, false); }

std::vector<RecordedThing> Record::things() const {
  std::vector<std::pair<std::size_t, RecordedThing>> sorted;
  for (const auto& [name, line] : lines_) {
    if (line.there) sorted.push_back({line.order, {name, line.identity}});
  }
  std::sort(sorted.begin(), sorted.end(), [](const auto& one, const auto& other) { return one.first < other.first; });
  std::vector<RecordedThing> things;
  for (auto& [order, thing] : sorted) things.push_back(std::move(thing));
  return things;
}

void Record::note(const NotedGroup& group) {
  // What can't be noted is still ended by this process; the note is for the case that it can't.
  (void)append(fmt::format("group {} {}\n", group.leader, group.began));
}

void Record::remove(int folder) {
  Doubts ignored;
  if (was_there_empty_) {
    (void)ftruncate(file_.get(), 0);
  } else {
    remove_made(folder, kRecordName, identity_, path_, ignored);
  }
  file_.reset();
}

void remove_recorded(int folder, const fs::path& shown, const std::vector<RecordedThing>& things,
                     const std::string& token, bool same_boot, Doubts& doubts) {
  const auto take = [&](int at, const std::string& name, const RecordedThing& thing) {
    const auto there = look(at, name);
    // Whatever a record says: no file with something in it is ever made here.
    const bool made_so = there && (there->is_link() || there->is_socket() || there->is_folder());
    if (made_so && is_same(thing.identity, there->identity, same_boot)) {
      remove_made(at, name, there->identity, shown / thing.name, doubts);
      return true;
    }
    return false;
  };
  // Nobody else has that name. What is made is a link, a socket, or a folder that nothing is in yet.
  const auto take_unfinished = [&](int at) {
    if (token.empty()) return;
    const auto name = "." + token;
    const auto there = look(at, name);
    if (!there || there->owner != geteuid()) return;
    const bool made_so = there->is_link() || there->is_socket() || there->is_folder() ||
                         (there->is_file() && there->size == 0 && there->links == 1);
    if (made_so) remove_made(at, name, there->identity, shown / name, doubts);
  };
  for (auto thing = things.rbegin(); thing != things.rend(); ++thing) {
    const auto slash = thing->name.find('/');
    Descriptor inner;
    int at = folder;
    if (slash != std::string::npos) {
      const auto outer = thing->name.substr(0, slash);
      inner = open_beneath(folder, outer, O_PATH | O_DIRECTORY);
      const auto opened = inner ? look(inner.get()) : std::nullopt;
      const auto known = std::find_if(things.begin(), things.end(), [&](const auto& one) { return one.name == outer; });
      // A folder that has its name by now isn't the one that this was made in.
      if (!opened || known == things.end() || !is_same(known->identity, opened->identity, same_boot)) continue;
      at = inner.get();
    }
    const auto name = slash == std::string::npos ? thing->name : thing->name.substr(slash + 1);
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos) continue;
    take_unfinished(at);
    if (!thing->identity || take(at, name, *thing)) continue;
    if (look(at, name)) doubts.push_back(doubt(shown / thing->name, "isn't what modembench made there"));
  }
}

}  // namespace modembench::files
