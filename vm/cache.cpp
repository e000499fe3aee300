#include "vm/cache.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "emulator/trace/fnv.hpp"
#include "files/beneath.hpp"
#include "files/walk.hpp"
#include "vm/cache_record.hpp"

namespace modembench::vm {

namespace fs = std::filesystem;

namespace {

constexpr const char* kLock = "lock";
constexpr const char* kUnfinished = "unfinished.";

/// What open(2) and mkdir(2) would have given, but that its owner always may: others may read a cache.
mode_t usual_mode(mode_t wanted) {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return (wanted & ~mask) | (wanted & S_IRWXU);
}

/// The process that has the file locked, in words, by what the kernel says: "process 7 (modembench)".
std::string holder_of(int file) {
  struct stat is {};
  std::ifstream locks("/proc/locks");
  if (fstat(file, &is) != 0) return "another process";
  const auto wanted = fmt::format("{:02x}:{:02x}:{}", major(is.st_dev), minor(is.st_dev), is.st_ino);
  for (std::string line; std::getline(locks, line);) {
    // 1: FLOCK  ADVISORY  WRITE 7 fe:00:1234 0 EOF
    std::istringstream words(line);
    std::string number, kind, how, what, process, id;
    if (!(words >> number >> kind >> how >> what >> process >> id) || kind != "FLOCK" || id != wanted) continue;
    std::ifstream comm("/proc/" + process + "/comm");
    std::string name;
    std::getline(comm, name);
    return fmt::format("process {}{}", process, name.empty() ? "" : " (" + name + ")");
  }
  return "another process";
}

Result<Unfinished> failure_to_make(const fs::path& cache, const std::string& why) {
  return tl::unexpected(fmt::format("nothing can be made in {} ({}); set MODEMBENCH_VM_CACHE to a folder of your own",
                                    cache.string(), why));
}

using Youngest = std::vector<std::pair<fs::file_time_type, std::string>>;

void remove_all_but(std::size_t kept, Youngest entries, CacheRecord& record, files::Doubts& doubts) {
  std::sort(entries.rbegin(), entries.rend());
  for (std::size_t i = kept; i < entries.size(); ++i) record.remove(entries[i].second, doubts);
}

}  // namespace

Result<fs::path> cache_folder() {
  fs::path folder;
  const auto from = [&](const char* variable, const char* below) {
    const char* value = std::getenv(variable);
    if (folder.empty() && value != nullptr && *value == '/') folder = fs::path(value) / below;
  };
  from("MODEMBENCH_VM_CACHE", "");
  from("XDG_CACHE_HOME", "modembench/vm");
  from("HOME", ".cache/modembench/vm");
  if (folder.empty()) {
    return tl::unexpected(std::string(
        "there is no place to keep the guest's image: set MODEMBENCH_VM_CACHE, XDG_CACHE_HOME or HOME to a folder"));
  }
  const auto walk = files::walk_to(folder);
  if (!walk) return tl::unexpected(walk.error());
  for (const auto& step : walk->steps) {
    if (step.made) (void)fchmodat(step.parent.get(), step.name.c_str(), usual_mode(0777), 0);
  }
  return folder;
}

std::string key_of(std::initializer_list<std::string_view> texts) {
  trace::Fnv hash;
  for (const auto text : texts) hash.text(text);
  return fmt::format("{:016x}", hash.value());
}

Result<files::Descriptor> lock_cache(const fs::path& cache) {
  const auto path = cache / kLock;
  const auto failure = [&] { return tl::unexpected(fmt::format("{}: {}", path.string(), files::error_text(errno))); };
  files::Descriptor folder(open(cache.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return failure();
  auto lock = files::make_private_file(folder.get(), kLock);
  const bool is_read_only = !lock && (errno == EACCES || errno == EROFS || errno == EPERM);
  if (!lock) lock.reset(openat(folder.get(), kLock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  // Nothing will be made there by this user; what is whole there already has its name.
  if (!lock && (is_read_only || errno == EACCES)) return folder;
  if (!lock) return failure();
  constexpr int kAMoment = 20;
  constexpr std::chrono::milliseconds kLookAgain{50};
  int locked = -1;
  for (int tries = 0; tries < kAMoment; ++tries) {
    locked = flock(lock.get(), LOCK_EX | LOCK_NB);
    if (locked == 0) return lock;
    if (errno != EWOULDBLOCK && errno != EINTR) return failure();
    std::this_thread::sleep_for(kLookAgain);
  }
  fmt::print(stderr, "waiting for {}, which has {} locked\n", holder_of(lock.get()), cache.string());
  while ((locked = flock(lock.get(), LOCK_EX)) != 0 && errno == EINTR) {
  }
  if (locked != 0) return failure();
  return lock;
}

Unfinished::Unfinished(Unfinished&& other) noexcept
    : cache_(std::move(other.cache_)),
      name_(std::move(other.name_)),
      identity_(std::exchange(other.identity_, files::Identity{})) {}

Unfinished::~Unfinished() {
  if (!identity_) return;
  auto record = CacheRecord::open(cache_);
  if (!record) return;
  files::Doubts doubts;
  record->remove(name_, doubts);
  files::say_left(doubts);
}

Result<void> Unfinished::let_become(const std::string& inner, const std::string& name) {
  auto record = CacheRecord::open(cache_);
  if (!record) return tl::unexpected(record.error());
  files::Descriptor own;
  int from = record->folder();
  if (inner != name_) {
    own = files::open_beneath(from, name_, O_PATH | O_DIRECTORY);
    from = own.get();
  }
  const auto failure = [&](const fs::path& path, int error) {
    return tl::unexpected(fmt::format("{}: {}", path.string(), files::error_text(error)));
  };
  const auto made = files::look(from, inner);
  if (!made) return failure(path() / inner, errno);
  files::Doubts doubts;
  if (files::look(record->folder(), name) && !record->remove(name, doubts)) return tl::unexpected(doubts.front());
  if (auto added = record->add(name, made->identity); !added) return added;
  if (renameat(from, inner.c_str(), record->folder(), name.c_str()) != 0) return failure(cache_ / name, errno);
  // A power cut later than this finds it.
  if (fsync(record->folder()) != 0) return failure(cache_ / name, errno);
  return {};
}

Result<void> Unfinished::become(const std::string& name) {
  // … and all of it: a name is on the disk long before 200 MB are.
  const files::Descriptor file(open(path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file || fsync(file.get()) != 0) {
    return tl::unexpected(fmt::format("{}: {}", path().string(), files::error_text(errno)));
  }
  auto became = let_become(name_, name);
  if (became) identity_ = {};
  return became;
}

Result<Unfinished> unfinished_file(const fs::path& cache) {
  auto record = CacheRecord::open(cache);
  if (!record) return failure_to_make(cache, record.error());
  auto node = record->place().make(kUnfinished + files::unguessable(),
                                   [](int folder, const std::string& name, const fs::path&) {
                                     const auto file = files::make_private_file(folder, name);
                                     return file && fchmod(file.get(), usual_mode(0666)) == 0 ? 0 : errno;
                                   });
  if (!node) return failure_to_make(cache, node.error());
  const auto [name, identity] = node->keep();
  return Unfinished(cache, name, identity);
}

Result<Unfinished> unfinished_folder(const fs::path& cache) {
  auto record = CacheRecord::open(cache);
  if (!record) return failure_to_make(cache, record.error());
  auto node = record->place().make(
      kUnfinished + files::unguessable(),
      [](int folder, const std::string& name, const fs::path&) { return files::make_private_folder(folder, name); });
  if (!node) return failure_to_make(cache, node.error());
  const auto [name, identity] = node->keep();
  return Unfinished(cache, name, identity);
}

Result<void> remove_from_cache(const fs::path& cache, const std::string& name) {
  auto record = CacheRecord::open(cache);
  if (!record) return tl::unexpected(record.error());
  files::Doubts doubts;
  if (!record->remove(name, doubts)) return tl::unexpected(doubts.front());
  return {};
}

void prune(const fs::path& cache) {
  auto record = CacheRecord::open(cache);
  if (!record) return;
  const auto names = files::names_in(record->folder());
  if (!names) return;
  Youngest snapshots;
  Youngest images;
  Youngest unfinished;
  for (const auto& name : *names) {
    const auto there = files::look(record->folder(), name);
    if (!there || !record->has(there->identity)) continue;
    std::error_code error;
    auto& kind = name.starts_with("snapshot-") ? snapshots : name.starts_with("image-") ? images : unfinished;
    kind.emplace_back(fs::last_write_time(cache / name, error), name);
  }
  files::Doubts doubts;
  remove_all_but(kKeptSnapshots, std::move(snapshots), *record, doubts);
  remove_all_but(kKeptImages, std::move(images), *record, doubts);
  // Who has the lock knows that nobody makes anything here.
  remove_all_but(0, std::move(unfinished), *record, doubts);
  files::say_left(doubts);
}

}  // namespace modembench::vm
