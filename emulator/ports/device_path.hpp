#pragma once

#include <string>
#include <vector>

namespace modembench::ports {

/// The names that a path may be known by, in the order to be looked for: the path itself, without "." and ".." in it
/// and as an absolute path; then, link by link, what it links to. At most `kMaxLinks` links are followed.
[[nodiscard]] std::vector<std::string> names_of_device(const std::string& path);

inline constexpr int kMaxLinks = 8;

}  // namespace modembench::ports
