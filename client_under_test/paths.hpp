#pragma once

#include <filesystem>

namespace modembench::client_under_test {

/// Whether a path is a folder's or one below it. Both are compared as they are written.
[[nodiscard]] bool lies_in(const std::filesystem::path& path, const std::filesystem::path& folder);

/// A path with no link, "." or ".." in it; empty for an empty one and for one that isn't there.
[[nodiscard]] std::filesystem::path canonical_or_none(const std::filesystem::path& path);

}  // namespace modembench::client_under_test
