#include "client_under_test/stage_furnish.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include <fcntl.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "client_under_test/stage_interface.hpp"
#include "client_under_test/stage_mounts.hpp"
#include "client_under_test/stage_sysfs.hpp"
#include "client_under_test/stage_udev.hpp"
#include "files/descriptor.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;
using files::Descriptor;

// Where the outside's pseudo-terminals are seen, once /dev/pts is the stage's own.
constexpr const char* kOutsidePts = "/dev/.outside/pts";

// A path that is to look as outside, held open while what is above it is covered.
struct Kept {
  fs::path path;
  Descriptor open;
};

bool lies_in(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

std::vector<Kept> hold_all(const std::vector<fs::path>& paths) {
  std::vector<Kept> kept;
  for (const auto& given : paths) {
    std::error_code error;
    const fs::path path = fs::canonical(given, error);
    if (error) throw StepFailed("keep " + given.string() + ": " + error.message());
    if (lies_in(path, "/run") || lies_in(path, "/dev") || lies_in(path, "/tmp")) kept.push_back({path, hold(path)});
  }
  return kept;
}

void furnish_dev() {
  const Descriptor outside = hold("/dev");
  // Not sticky and for all to write like /tmp: a kernel that guards such folders would refuse O_CREAT on the nodes.
  mount_tmpfs("/dev", "mode=0755");
  bind(behind(outside) / "null", "/dev/null");
  for (const auto* name : {"zero", "full", "random", "urandom", "tty"})
    bind_if_there(behind(outside) / name, fs::path("/dev") / name);
  // pppd only wants to see it opened before it dials; what it does with it comes after a carrier nobody gives.
  bind("/dev/null", "/dev/ppp");
  bind_if_there(behind(outside) / "net" / "tun", "/dev/net/tun");
  make_folders(kOutsidePts);
  bind(behind(outside) / "pts", kOutsidePts);
  make_folders("/dev/pts");
  if (mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620") != 0) {
    bind(kOutsidePts, "/dev/pts");
  }
  link("pts/ptmx", "/dev/ptmx");
  make_folders("/dev/shm");
  must(chmod("/dev/shm", 01777), "chmod /dev/shm");
  link("/proc/self/fd", "/dev/fd");
  link("fd/0", "/dev/stdin");
  link("fd/1", "/dev/stdout");
  link("fd/2", "/dev/stderr");
}

// What stood in /tmp is there again, entry by entry: what is made in it anew stays inside. qmi-network keeps its
// state under a fixed name there, which must neither come in from an earlier use nor get out.
void furnish_tmp() {
  constexpr int kMostEntries = 4096;
  const Descriptor outside = hold("/tmp");
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at("/tmp", error), end; !error && at != end; at.increment(error)) {
    auto name = at->path().filename().string();
    if (!name.starts_with("qmi-network-state-")) names.push_back(std::move(name));
  }
  mount_tmpfs("/tmp", "mode=1777");
  std::sort(names.begin(), names.end());
  names.resize(std::min<std::size_t>(names.size(), kMostEntries));
  for (const auto& name : names) show_again(behind(outside) / name, fs::path("/tmp") / name);
}

void furnish_run() {
  std::error_code ignored;
  if (!fs::is_directory("/run", ignored)) return;
  mount_tmpfs("/run", "mode=0755");
  make_folders("/run/lock");
  must(chmod("/run/lock", 01777), "chmod /run/lock");
}

void raise_loopback() {
  const Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::strncpy(request.ifr_name, "lo", sizeof request.ifr_name - 1);
  must(socket ? ioctl(socket.get(), SIOCGIFFLAGS, &request) : -1, "loopback interface");
  request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
  must(ioctl(socket.get(), SIOCSIFFLAGS, &request), "loopback interface up");
}

template <class Steps>
std::string what_went_wrong(const Steps& steps) {
  try {
    steps();
    return {};
  } catch (const StepFailed& failed) {
    return failed.what();
  }
}

fs::path as_seen_inside(const fs::path& target) {
  std::error_code ignored;
  const auto inside = kOutsidePts / target.filename();
  return target.parent_path() == "/dev/pts" && fs::exists(inside, ignored) ? inside : target;
}

void add_device(const SysDevice& device, PortName of, const ShownModem& modem) {
  show_in_sysfs(device);
  if (std::find(modem.udev.begin(), modem.udev.end(), of) != modem.udev.end()) add_to_udev(device, modem.usb);
}

void remove_device(const SysDevice& device, const ShownModem& modem) {
  remove_from_sysfs(device);
  remove_from_udev(device, modem.usb);
}

void remove_node(PortName port, const ShownModem& modem) {
  const auto node = port_node(port);
  while (umount2(node.c_str(), MNT_DETACH) == 0) {
  }
  must(unlink(node.c_str()) == 0 || errno == ENOENT ? 0 : -1, "remove " + node.string());
  remove_device(port_device(port), modem);
}

void write_once(const char* path, const std::string& text) {
  const Descriptor file(open(path, O_WRONLY | O_CLOEXEC));
  const bool written = file && write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
  must(written ? 0 : -1, path);
}

}  // namespace

std::string become_root_inside(unsigned user, unsigned group) {
  return what_went_wrong([&] {
    write_once("/proc/self/setgroups", "deny");
    write_once("/proc/self/uid_map", "0 " + std::to_string(user) + " 1");
    write_once("/proc/self/gid_map", "0 " + std::to_string(group) + " 1");
  });
}

std::string furnish_stage(const std::vector<fs::path>& keep, modem::UsbIdentity usb) {
  return what_went_wrong([&] {
    umask(S_IWGRP | S_IWOTH);
    must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "make all mounts private");
    const auto kept = hold_all(keep);
    furnish_sys(usb);
    furnish_dev();
    furnish_tmp();
    furnish_run();
    for (const auto& one : kept) bind(behind(one.open), one.path);
    raise_loopback();
    // The last step: what is behind an open descriptor is named by the old one's /proc/self. Where it isn't allowed
    // (a container that masks parts of it) the old one stays, with the outside's process ids.
    (void)mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr);
  });
}

std::string put_port(PortName port, const fs::path& target, const ShownModem& modem) {
  return what_went_wrong([&] {
    umask(S_IWGRP | S_IWOTH);
    remove_node(port, modem);
    bind(as_seen_inside(target), port_node(port));
    add_device(port_device(port), port, modem);
    // A port that is there under another terminal, after a hang-up, has its interface still.
    if (port != PortName::qmi || modem.net.empty() || if_nametoindex(modem.net.c_str()) != 0) return;
    if (const auto made = make_interface(modem.net); !made) throw StepFailed(made.error());
    add_device(net_device(modem.net, if_nametoindex(modem.net.c_str())), port, modem);
  });
}

std::string remove_port(PortName port, const ShownModem& modem) {
  return what_went_wrong([&] {
    // As qmi_wwan does: the interface first.
    if (port == PortName::qmi && !modem.net.empty()) {
      remove_device(net_device(modem.net, if_nametoindex(modem.net.c_str())), modem);
      if (const auto wrong = remove_interface(modem.net); !wrong.empty()) throw StepFailed(wrong);
    }
    remove_node(port, modem);
  });
}

std::string furnish_with_udev(modem::UsbIdentity usb) {
  return what_went_wrong([&] {
    umask(S_IWGRP | S_IWOTH);
    furnish_udev();
    add_to_udev(usb_device(usb), usb);
  });
}

fs::path port_node(PortName port) {
  return port == PortName::qmi ? fs::path("/dev/cdc-wdm0") : fs::path("/dev") / to_string(port);
}

}  // namespace modembench::client_under_test
