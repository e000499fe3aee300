#include "client_under_test/own_program.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

namespace modembench::client_under_test {

namespace fs = std::filesystem;

namespace {

// Leads to the file that we were started from, wherever that is by now.
constexpr const char* kSelf = "/proc/self/exe";

bool is_still_at(const fs::path& path) {
  struct stat ours {};
  struct stat there {};
  return stat(kSelf, &ours) == 0 && stat(path.c_str(), &there) == 0 && ours.st_dev == there.st_dev &&
         ours.st_ino == there.st_ino;
}

}  // namespace

files::Result<std::string> own_program(const fs::path& folder) {
  std::error_code error;
  const auto path = fs::read_symlink(kSelf, error);
  if (error) return tl::unexpected(fmt::format("{}: {}", kSelf, error.message()));
  if (is_still_at(path)) return path.string();
  auto copy = folder / "modembench";
  if (fs::exists(copy, error)) return copy.string();
  fs::copy_file(kSelf, copy, error);
  if (!error) fs::permissions(copy, fs::perms::owner_all, error);
  if (error) return tl::unexpected(copy.string() + ": can't put a copy of this program there: " + error.message());
  return copy.string();
}

}  // namespace modembench::client_under_test
