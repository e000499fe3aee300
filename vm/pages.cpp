#include "vm/pages.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include <unistd.h>

namespace modembench::vm {
namespace {

// Half of a core's second level of cache, so that what was read is still there when it is looked at.
constexpr std::size_t kPart = std::size_t{1} << 18U;

// Where data begins from `at` on; `length` if there is none. A file system that knows no holes has data everywhere.
std::uint64_t next_data(int file, std::uint64_t at, std::uint64_t length) {
  const auto found = lseek(file, static_cast<off_t>(at), SEEK_DATA);
  if (found < 0) return errno == ENXIO ? length : at;
  return std::clamp(static_cast<std::uint64_t>(found) / kPage * kPage, at, length);
}

}  // namespace

bool is_zero(std::string_view page) {
  return page.empty() || (page.front() == 0 && std::memcmp(page.data(), page.data() + 1, page.size() - 1) == 0);
}

int for_each_part(int file, std::uint64_t length, const std::function<bool(std::uint64_t, std::string_view)>& take) {
  const auto end = lseek(file, 0, SEEK_END);
  if (end < 0) return errno;
  if (static_cast<std::uint64_t>(end) < length) return ENODATA;
  std::vector<char> buffer(kPart);
  std::uint64_t at = 0;
  while (at < length && (at = next_data(file, at, length)) < length) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(length - at, buffer.size()));
    std::size_t have = 0;
    while (have < wanted) {
      const auto got = pread(file, buffer.data() + have, wanted - have, static_cast<off_t>(at + have));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return got < 0 ? errno : ENODATA;
      have += static_cast<std::size_t>(got);
    }
    if (!take(at, std::string_view(buffer.data(), have))) return 0;
    at += have;
  }
  return 0;
}

}  // namespace modembench::vm
