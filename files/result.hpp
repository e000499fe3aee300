#pragma once

#include <filesystem>
#include <string>

#include <tl/expected.hpp>

/// Making, reading and taking away things on the machine's file system. This room knows nothing of modems.
namespace modembench::files {

/// Why something with a file failed, in words: its path and the system's reason.
using Failure = std::string;
template <class T>
using Result = tl::expected<T, Failure>;

/// "PATH: WHY".
inline tl::unexpected<Failure> failure(const std::filesystem::path& path, const std::string& why) {
  return tl::unexpected(path.string() + ": " + why);
}

}  // namespace modembench::files
