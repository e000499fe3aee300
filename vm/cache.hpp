#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "files/descriptor.hpp"
#include "vm/result.hpp"

/// Where images and snapshots are kept from one run to the next.
namespace modembench::vm {

/// $MODEMBENCH_VM_CACHE, or $XDG_CACHE_HOME/modembench/vm, or ~/.cache/modembench/vm; made if missing.
[[nodiscard]] Result<std::filesystem::path> cache_folder();

/// Sixteen digits that are others for other texts: 64 bits of FNV-1a over all of them, each with its length.
[[nodiscard]] std::string key_of(std::initializer_list<std::string_view> texts);

/// Held by whoever makes something there, so that two don't make the same at once. Waits for its turn.
[[nodiscard]] Result<files::Descriptor> lock_cache(const std::filesystem::path& cache);

/// A snapshot has 290 MB, and every build of modembench has its own; an image has 93 MB.
inline constexpr std::size_t kKeptSnapshots = 3;
inline constexpr std::size_t kKeptImages = 2;
/// Removes all but the youngest of them, and what killed processes left unfinished. To be called with the lock.
void prune(const std::filesystem::path& cache);

}  // namespace modembench::vm
