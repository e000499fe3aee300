#include "client_under_test/stage_furnish.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "client_under_test/stage_interface.hpp"
#include "client_under_test/stage_mounts.hpp"
#include "client_under_test/stage_proc.hpp"
#include "client_under_test/stage_sysfs.hpp"
#include "client_under_test/stage_udev.hpp"
#include "files/descriptor.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;
using files::Descriptor;

constexpr const char* kTerminals = "/dev/pts";
// Programs share memory in it.
constexpr const char* kDevOptions = "mode=0755,size=64m,nr_inodes=16384";

void furnish_dev() {
  const Descriptor outside = hold("/dev");
  // Not sticky and for all to write like /tmp: a kernel that guards such folders would refuse O_CREAT on the nodes.
  mount_tmpfs("/dev", kDevOptions);
  bind_mount(behind(outside) / "null", "/dev/null");
  for (const auto* name : {"zero", "full", "random", "urandom", "tty"})
    bind_if_there(behind(outside) / name, fs::path("/dev") / name);
  // pppd only wants to see it opened before it dials; what it does with it comes after a carrier nobody gives.
  bind_mount("/dev/null", "/dev/ppp");
  bind_if_there(behind(outside) / "net" / "tun", "/dev/net/tun");
  make_folders("/dev/pts");
  // Where that isn't allowed there are no terminals: those of the outside are other people's.
  (void)mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620");
  link("pts/ptmx", "/dev/ptmx");
  make_folders("/dev/shm");
  must(chmod("/dev/shm", 01777), "chmod /dev/shm");
  link("/proc/self/fd", "/dev/fd");
  link("fd/0", "/dev/stdin");
  link("fd/1", "/dev/stdout");
  link("fd/2", "/dev/stderr");
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

// The outside's terminals can't be seen inside: one that is a port is reached from their folder.
void bind_port(const fs::path& target, const fs::path& node, int terminals) {
  const bool is_terminal = target.parent_path() == kTerminals;
  if (is_terminal) must(fchdir(terminals), "go to the outside's terminals");
  bind_mount(is_terminal ? target.filename() : target, node, target.string());
}

void add_device(const SysDevice& device, PortName of, const ShownModem& modem) {
  show_in_sysfs(device, modem.usb.shape);
  if (modem.udev.contains(of)) add_to_udev(device, modem.usb);
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
  remove_device(port_device(modem.usb.shape, port), modem);
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

tl::expected<FurnishedStage, std::string> furnish_stage(const ShownFolders& shown, const modem::UsbIdentity& usb) {
  FurnishedStage furnished;
  const auto wrong = what_went_wrong([&] {
    umask(S_IWGRP | S_IWOTH);
    must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "make all mounts private");
    StageFolders folders(shown);
    furnished.terminals = hold(kTerminals);
    make_all_read_only();
    // Whoever opens a port may change its rights, as pppd does.
    try {
      make_writable(behind(furnished.terminals));
    } catch (const StepFailed&) {
      // They can be written all the same, as devices can.
    }
    furnish_sys(usb);
    furnish_dev();
    furnished.remark = folders.furnish();
    raise_loopback();
    furnish_proc();
  });
  if (!wrong.empty()) return tl::unexpected(wrong);
  return furnished;
}

std::string put_port(PortName port, const fs::path& target, const ShownModem& modem) {
  return what_went_wrong([&] {
    umask(S_IWGRP | S_IWOTH);
    remove_node(port, modem);
    bind_port(target, port_node(port), modem.terminals);
    add_device(port_device(modem.usb.shape, port), port, modem);
    // A port that is there under another terminal, after a hang-up, has its interface still.
    if (port != PortName::qmi || modem.net.empty() || if_nametoindex(modem.net.c_str()) != 0) return;
    if (const auto made = make_interface(modem.net); !made) throw StepFailed(made.error());
    add_device(net_device(modem.usb.shape, modem.net, if_nametoindex(modem.net.c_str())), port, modem);
  });
}

std::string remove_port(PortName port, const ShownModem& modem) {
  return what_went_wrong([&] {
    // As qmi_wwan does: the interface first.
    if (port == PortName::qmi && !modem.net.empty()) {
      remove_device(net_device(modem.usb.shape, modem.net, if_nametoindex(modem.net.c_str())), modem);
      if (const auto wrong = remove_interface(modem.net); !wrong.empty()) throw StepFailed(wrong);
    }
    remove_node(port, modem);
  });
}

std::string furnish_with_udev(const modem::UsbIdentity& usb) {
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
