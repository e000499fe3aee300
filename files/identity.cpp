#include "files/identity.hpp"

#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

namespace modembench::files {
namespace {

std::optional<Look> look_at(int folder, const char* name, int flags) {
  struct statx seen {};
  if (statx(folder, name, flags | AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_BASIC_STATS | STATX_BTIME | STATX_MNT_ID,
            &seen) != 0) {
    return std::nullopt;
  }
  constexpr std::uint64_t kNanoseconds = 1'000'000'000;
  Look result;
  result.identity.device = makedev(seen.stx_dev_major, seen.stx_dev_minor);
  result.identity.inode = seen.stx_ino;
  if ((seen.stx_mask & STATX_BTIME) != 0) {
    result.identity.born = static_cast<std::uint64_t>(seen.stx_btime.tv_sec) * kNanoseconds + seen.stx_btime.tv_nsec;
  }
  if ((seen.stx_mask & STATX_MNT_ID) != 0) result.mount = seen.stx_mnt_id;
  result.mode = seen.stx_mode;
  result.owner = seen.stx_uid;
  result.links = seen.stx_nlink;
  result.size = seen.stx_size;
  return result;
}

}  // namespace

std::string to_text(const Identity& identity) {
  return fmt::format("{:016x} {:016x} {:016x}", identity.device, identity.inode, identity.born);
}

std::optional<Identity> identity_from(const std::string& text) {
  std::istringstream words(text);
  Identity identity;
  if (!(words >> std::hex >> identity.device >> identity.inode >> identity.born)) return std::nullopt;
  return identity;
}

bool Look::is_folder() const { return S_ISDIR(mode); }
bool Look::is_link() const { return S_ISLNK(mode); }
bool Look::is_socket() const { return S_ISSOCK(mode); }
bool Look::is_file() const { return S_ISREG(mode); }

bool Look::on_mount_of(const Look& folder) const {
  return mount == folder.mount && identity.device == folder.identity.device;
}

std::optional<Look> look(int folder, const std::string& name) { return look_at(folder, name.c_str(), 0); }
std::optional<Look> look(int descriptor) { return look_at(descriptor, "", AT_EMPTY_PATH); }

}  // namespace modembench::files
