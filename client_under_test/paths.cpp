#include "client_under_test/paths.hpp"

#include <algorithm>
#include <system_error>

namespace modembench::client_under_test {

namespace fs = std::filesystem;

bool lies_in(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

fs::path canonical_or_none(const fs::path& path) {
  std::error_code error;
  auto canonical = path.empty() ? fs::path() : fs::canonical(path, error);
  return error ? fs::path() : canonical;
}

}  // namespace modembench::client_under_test
