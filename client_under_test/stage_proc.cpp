#include "client_under_test/stage_proc.hpp"

#include <array>
#include <filesystem>

#include <sys/mount.h>
#include <unistd.h>

#include "client_under_test/stage_mounts.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;

// What container engines keep from their containers, too.
constexpr std::array<const char*, 10> kReadOnlyPaths = {
    "/proc/sys",  "/proc/bus",  "/proc/irq",           "/proc/fs",      "/proc/acpi", "/proc/driver",
    "/proc/scsi", "/proc/mtrr", "/proc/sysrq-trigger", "/proc/pressure"};
constexpr std::array<const char*, 3> kHidden = {"/proc/kcore", "/proc/keys", "/proc/kmsg"};
/// The settings of this network namespace, which programs that configure interfaces change.
constexpr const char* kOwnSettings = "/proc/sys/net";

}  // namespace

void furnish_proc() {
  if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) != 0) return;
  for (const auto* path : kReadOnlyPaths) {
    if (access(path, F_OK) != 0) continue;
    bind_mount(path, path);
    make_read_only(path);
  }
  bind_mount(kOwnSettings, kOwnSettings);
  make_writable(kOwnSettings);
  for (const auto* path : kHidden) {
    if (access(path, F_OK) == 0) bind_mount("/dev/null", path);
  }
}

}  // namespace modembench::client_under_test
