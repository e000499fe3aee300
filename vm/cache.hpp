#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "files/descriptor.hpp"
#include "files/identity.hpp"
#include "vm/result.hpp"

/// The cache, a folder where images and snapshots are kept from one run to the next. Its user may have other things in
/// the folder: what we make there is recorded, by what it is and not by its name, and nothing else is ever removed.
namespace modembench::vm {

/// The cache's folder: $MODEMBENCH_VM_CACHE, or $XDG_CACHE_HOME/modembench/vm, or ~/.cache/modembench/vm. It is made if
/// it is missing.
[[nodiscard]] Result<std::filesystem::path> cache_folder();

/// A key for texts: sixteen digits, others for other texts. They are 64 bits of FNV-1a over all texts, each with its
/// length.
[[nodiscard]] std::string key_of(std::initializer_list<std::string_view> texts);

/// Locks the cache for a process that makes something in it, so that two don't make the same at once. Waits for its
/// turn; if that takes a moment, says on standard error for which process. Another user's cache that may be read only
/// isn't locked.
[[nodiscard]] Result<files::Descriptor> lock_cache(const std::filesystem::path& cache);

/// Something new in the cache that isn't whole yet. It goes with this object, unless it has become something. To be
/// made, used and given up with the lock held.
class Unfinished {
 public:
  Unfinished(Unfinished&& other) noexcept;
  Unfinished& operator=(Unfinished&&) = delete;
  ~Unfinished();

  [[nodiscard]] std::filesystem::path path() const { return cache_ / name_; }
  /// Gives it this name in the cache. What stands there is replaced if it is ours, otherwise refused.
  [[nodiscard]] Result<void> become(const std::string& name);
  /// Gives `inner`, which stands in it, this name in the cache, likewise; the rest is given up.
  [[nodiscard]] Result<void> let_become(const std::string& inner, const std::string& name);

 private:
  friend Result<Unfinished> unfinished_file(const std::filesystem::path& cache);
  friend Result<Unfinished> unfinished_folder(const std::filesystem::path& cache);
  Unfinished(std::filesystem::path cache, std::string name, files::Identity identity)
      : cache_(std::move(cache)), name_(std::move(name)), identity_(identity) {}

  std::filesystem::path cache_;
  std::string name_;
  files::Identity identity_;  ///< its identity; none: it has become something
};

/// Make an unfinished thing: an empty file, or an empty folder.
[[nodiscard]] Result<Unfinished> unfinished_file(const std::filesystem::path& cache);
[[nodiscard]] Result<Unfinished> unfinished_folder(const std::filesystem::path& cache);

/// Removes an entry of the cache that is of no use, if it is ours. Otherwise says in words what to do about it.
[[nodiscard]] Result<void> remove_from_cache(const std::filesystem::path& cache, const std::string& name);

/// How many snapshots and images are kept. A snapshot has 200 MB, and every build of modembench has its own; an image
/// has 93 MB.
inline constexpr std::size_t kKeptSnapshots = 3;
inline constexpr std::size_t kKeptImages = 2;
/// Removes all snapshots and images of ours but the youngest, and what killed processes left unfinished. To be called
/// with the lock held.
void prune(const std::filesystem::path& cache);

}  // namespace modembench::vm
