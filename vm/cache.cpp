#include "vm/cache.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

namespace modembench::vm {

namespace fs = std::filesystem;

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
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return tl::unexpected(fmt::format("{}: {}", folder.string(), error.message()));
  return folder;
}

std::string key_of(std::initializer_list<std::string_view> texts) {
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&](std::uint8_t byte) { hash = (hash ^ byte) * 0x100000001b3; };
  for (const auto text : texts) {
    for (unsigned i = 0; i < 8; ++i) add(static_cast<std::uint8_t>(text.size() >> (8 * i)));
    for (const char c : text) add(static_cast<std::uint8_t>(c));
  }
  return fmt::format("{:016x}", hash);
}

Result<files::Descriptor> lock_cache(const fs::path& cache) {
  const auto path = cache / "lock";
  files::Descriptor lock(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  int locked = -1;
  while (lock && (locked = flock(lock.get(), LOCK_EX)) != 0 && errno == EINTR) {
  }
  if (locked != 0) return tl::unexpected(fmt::format("{}: {}", path.string(), files::error_text(errno)));
  return lock;
}

void prune(const fs::path& cache) {
  std::vector<std::pair<fs::file_time_type, fs::path>> snapshots;
  std::vector<std::pair<fs::file_time_type, fs::path>> images;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(cache, error)) {
    const auto name = entry.path().filename().string();
    if (name.rfind("unfinished", 0) == 0) fs::remove(entry.path(), error);
    if (name.rfind("snapshot-", 0) == 0) snapshots.emplace_back(entry.last_write_time(error), entry.path());
    if (name.rfind("image-", 0) == 0) images.emplace_back(entry.last_write_time(error), entry.path());
  }
  std::sort(snapshots.rbegin(), snapshots.rend());
  for (std::size_t i = kKeptSnapshots; i < snapshots.size(); ++i) fs::remove(snapshots[i].second, error);
  std::sort(images.rbegin(), images.rend());
  for (std::size_t i = kKeptImages; i < images.size(); ++i) fs::remove_all(images[i].second, error);
}

}  // namespace modembench::vm
