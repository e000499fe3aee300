#include "client_under_test/confinement.hpp"

#include <filesystem>
#include <initializer_list>

#include <fmt/format.h>
#include <sched.h>
#include <sys/mount.h>

#include "client_under_test/stage_mounts.hpp"
#include "client_under_test/stage_rights.hpp"
#include "files/content.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;

void show_read_only(const fs::path& source, const fs::path& target) {
  if (!files::is_there(source)) return;
  bind_mount(source, target);
  make_read_only(target);
}

// The root's folders as they are, into which whatever the client writes is its own.
void copy_on_write(const fs::path& path, const fs::path& room) {
  if (!files::is_there(path)) return;
  const auto upper = room / path.filename() / "upper";
  const auto work = room / path.filename() / "work";
  make_folders(upper);
  make_folders(work);
  const auto options = fmt::format("lowerdir={},upperdir={},workdir={}", path.string(), upper.string(), work.string());
  must(mount("overlay", path.c_str(), "overlay", 0, options.c_str()), fmt::format("make a copy of {}", path.string()));
}

void make_run() {
  const auto whole = hold("/run");
  mount_tmpfs("/run", "mode=755");
  show_read_only(behind(whole) / "udev", "/run/udev");
  show_read_only(behind(whole) / "dbus", "/run/dbus");
  make_folders("/run/lock");
}

void close_proc() {
  const auto net = hold("/proc/sys/net");
  show_read_only("/proc/sys", "/proc/sys");
  bind_mount(behind(net), "/proc/sys/net");
  show_read_only("/proc/sysrq-trigger", "/proc/sysrq-trigger");
}

void close_sys() {
  for (const fs::path part : {"/sys/bus/pci", "/sys/devices/pci0000:00", "/sys/devices/system", "/sys/firmware",
                              "/sys/fs", "/sys/kernel", "/sys/module", "/sys/power"}) {
    show_read_only(part, part);
  }
}

}  // namespace

std::string confine(const std::string& folder) try {
  must(unshare(CLONE_NEWNS), "a mount namespace of its own");
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "mounts of its own");
  // A mount of its own before the root is read-only stays writable.
  if (folder != "/" && files::is_there(folder)) bind_mount(folder, folder);
  make_run();
  const fs::path room = "/run/.copies";
  for (const auto* path : {"/etc", "/var", "/root"}) copy_on_write(path, room);
  if (files::is_there("/out")) mount_tmpfs("/out", "mode=755");
  make_read_only("/");
  close_proc();
  close_sys();
  must(give_up_rights() ? 0 : -1, "give up its rights");
  return {};
} catch (const StepFailed& failed) {
  return failed.what();
}

}  // namespace modembench::client_under_test
