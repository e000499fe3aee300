#include "gadget/attachment/openers.hpp"

#include <array>
#include <cctype>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "files/descriptor.hpp"

namespace modembench::gadget {
namespace {

struct Close {
  void operator()(DIR* folder) const { closedir(folder); }
};
using Folder = std::unique_ptr<DIR, Close>;

bool has_open(const std::string& descriptors, const std::string& node) {
  const Folder folder(opendir(descriptors.c_str()));
  if (!folder) return false;
  while (const auto* entry = readdir(folder.get())) {
    std::array<char, 256> target;
    const auto size = readlinkat(dirfd(folder.get()), entry->d_name, target.data(), target.size());
    if (size > 0 && std::string_view(target.data(), static_cast<std::size_t>(size)) == node) return true;
  }
  return false;
}

}  // namespace

bool is_open_anywhere(const std::string& node) {
  const Folder processes(opendir("/proc"));
  if (!processes) return false;
  while (const auto* entry = readdir(processes.get())) {
    if (std::isdigit(static_cast<unsigned char>(entry->d_name[0])) == 0) continue;
    if (has_open(std::string("/proc/") + entry->d_name + "/fd", node)) return true;
  }
  return false;
}

}  // namespace modembench::gadget
