#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "files/descriptor.hpp"
#include "files/identity.hpp"
#include "vm/result.hpp"

/// Where images and snapshots are kept from one run to the next. The folder may have other things of its user's in it:
/// what we make there is recorded, by what it is and not by its name, and nothing else is ever removed.
namespace modembench::vm {

/// $MODEMBENCH_VM_CACHE, or $XDG_CACHE_HOME/modembench/vm, or ~/.cache/modembench/vm; made if missing.
[[nodiscard]] Result<std::filesystem::path> cache_folder();

/// Sixteen digits that are others for other texts: 64 bits of FNV-1a over all of them, each with its length.
[[nodiscard]] std::string key_of(std::initializer_list<std::string_view> texts);

/// Held by whoever makes something there, so that two don't make the same at once. Waits for its turn; when that takes
/// a moment, says on standard error for whom. Another user's cache that may be read only isn't locked.
[[nodiscard]] Result<files::Descriptor> lock_cache(const std::filesystem::path& cache);

/// Something new in the cache that isn't whole yet. Gone with this object, unless it has become something. To be made,
/// used and given up with the lock held.
class Unfinished {
 public:
  Unfinished(Unfinished&& other) noexcept;
  Unfinished& operator=(Unfinished&&) = delete;
  ~Unfinished();

  [[nodiscard]] std::filesystem::path path() const { return cache_ / name_; }
  /// It gets this name in the cache. What stands there is replaced if it is ours, otherwise refused.
  [[nodiscard]] Result<void> become(const std::string& name);
  /// Likewise `inner`, which stands in it; this itself is given up.
  [[nodiscard]] Result<void> let_become(const std::string& inner, const std::string& name);

 private:
  friend Result<Unfinished> unfinished_file(const std::filesystem::path& cache);
  friend Result<Unfinished> unfinished_folder(const std::filesystem::path& cache);
  Unfinished(std::filesystem::path cache, std::string name, files::Identity identity)
      : cache_(std::move(cache)), name_(std::move(name)), identity_(identity) {}

  std::filesystem::path cache_;
  std::string name_;
  files::Identity identity_;  ///< none: it has become something
};

/// An empty file, an empty folder.
[[nodiscard]] Result<Unfinished> unfinished_file(const std::filesystem::path& cache);
[[nodiscard]] Result<Unfinished> unfinished_folder(const std::filesystem::path& cache);

/// Removes an entry of the cache that is of no use, if it is ours; otherwise what to do about it, in words.
[[nodiscard]] Result<void> remove_from_cache(const std::filesystem::path& cache, const std::string& name);

/// A snapshot has 200 MB, and every build of modembench has its own; an image has 93 MB.
inline constexpr std::size_t kKeptSnapshots = 3;
inline constexpr std::size_t kKeptImages = 2;
/// Removes all but the youngest of ours, and what killed processes left unfinished. To be called with the lock.
void prune(const std::filesystem::path& cache);

}  // namespace modembench::vm
