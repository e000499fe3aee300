#include "gadget/attachment/gadget_setup.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <spawn.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "files/content.hpp"
#include "files/descriptor.hpp"
#include "gadget/attachment/configfs_gadget.hpp"
#include "gadget/attachment/gadget.hpp"

namespace modembench::gadget {
namespace {

namespace fs = std::filesystem;

constexpr const char* kGadgets = "/sys/kernel/config/usb_gadget";
constexpr auto kConfigfsMagic = 0x62656570;  // linux/magic.h

/// The names of the controllers that there are.
std::vector<std::string> udcs() {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it("/sys/class/udc", error), end; !error && it != end; it.increment(error)) {
    names.push_back(it->path().filename());
  }
  return names;
}

bool is_mounted() {
  struct statfs about {};
  return statfs(kConfigfs, &about) == 0 && about.f_type == kConfigfsMagic;
}

}  // namespace

std::string advice(const char* module) {
  return geteuid() == 0 ? fmt::format("modprobe {} doesn't help: is the module installed?", module)
                        : fmt::format("root can try: modprobe {}", module);
}

bool load_module(const char* name) {
  if (geteuid() != 0) return false;
  char program[] = "modprobe", quiet[] = "-q", all[] = "-a";
  std::string module = name;
  char* const arguments[] = {program, all, quiet, module.data(), nullptr};
  char path[] = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
  char* const environment[] = {path, nullptr};
  for (const auto* where : {"/sbin/modprobe", "/usr/sbin/modprobe", "/bin/modprobe"}) {
    if (access(where, X_OK) != 0) continue;
    pid_t process = -1;
    if (posix_spawn(&process, where, nullptr, nullptr, arguments, environment) != 0) return false;
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
  return false;
}

ports::Result<void> prepare_kernel(const std::string& udc) {
  if (auto missing = missing_library(); !missing.empty()) return tl::unexpected(std::move(missing));
  if (!files::is_there(kConfigfs)) load_module("configfs");
  if (!files::is_there(kConfigfs)) return tl::unexpected("the kernel has no configfs: " + advice("configfs"));
  if (!is_mounted() && mount("none", kConfigfs, "configfs", 0, nullptr) != 0) {
    return tl::unexpected(fmt::format("can't mount configfs on {}: {}", kConfigfs, files::error_text(errno)));
  }
  if (!files::is_there(kGadgets)) load_module("libcomposite");
  if (!files::is_there(kGadgets)) {
    return tl::unexpected("this kernel can't be a USB device (no libcomposite): " + advice("libcomposite"));
  }
  if (access(kGadgets, W_OK) != 0) {
    return tl::unexpected(fmt::format("can't make a gadget in {}: {}; root can", kGadgets, files::error_text(errno)));
  }
  load_module("usb_f_fs");
  if (udcs().empty()) load_module("dummy_hcd");
  const auto there = udcs();
  if (there.empty()) {
    return tl::unexpected("this machine has no USB device controller (/sys/class/udc), nor the one without hardware: " +
                          advice("dummy_hcd"));
  }
  if (!udc.empty() && std::find(there.begin(), there.end(), udc) == there.end()) {
    return tl::unexpected(fmt::format("no USB device controller {}; there are: {}", udc, fmt::join(there, ", ")));
  }
  return {};
}

// udevd keeps this file for as long as events wait or are worked on (udevadm settle goes by it).
bool udev_is_settled() { return !files::is_there("/run/udev/queue"); }

}  // namespace modembench::gadget
