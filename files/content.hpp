#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

namespace modembench::files {

/// Whether something stands at a path, links followed. What can't be looked at isn't there.
[[nodiscard]] inline bool is_there(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

/// All that a file has, as far as it can be read; empty if it can't be opened. For files of the kernel's and our own:
/// there is no limit (read_whole() has one).
[[nodiscard]] inline std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace modembench::files
