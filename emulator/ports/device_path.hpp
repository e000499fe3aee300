#pragma once

#include <string>
#include <vector>

namespace modembench::ports {

/// What a path may be known as, in the order to be looked for: itself, without "." and ".." in it and as an absolute
/// path; then, link by link, what it links to. At most `kMaxLinks` links are followed.
[[nodiscard]] std::vector<std::string> names_of_device(const std::string& path);

inline constexpr int kMaxLinks = 8;

}  // namespace modembench::ports
