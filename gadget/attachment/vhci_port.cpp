#include "gadget/attachment/vhci_port.hpp"

#include <cerrno>
#include <chrono>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

#include "files/content.hpp"
#include "gadget/attachment/gadget_setup.hpp"

namespace modembench::gadget {
namespace {

namespace fs = std::filesystem;
using files::Descriptor;
using files::error_text;

constexpr const char* kController = "/sys/devices/platform/vhci_hcd.0";
// Bus and number of the device at its other end, which USB/IP's tools show: "mb", and any.
constexpr std::uint32_t kDeviceId = 0x6D620001;
constexpr int kHighSpeed = 3;  // enum usb_device_speed of Linux
constexpr int kFree = 4;       // VDEV_ST_NULL
// A device that has lost its connection is gone some milliseconds later; looked for each millisecond.
constexpr int kMaxLooks = 5000;

/// The root hub for high speed: the controller has one for SuperSpeed, too.
fs::path find_hub() {
  std::error_code error;
  for (fs::directory_iterator it(kController, error), end; !error && it != end; it.increment(error)) {
    const auto& hub = it->path();
    if (hub.filename().string().starts_with("usb") && files::content_of(hub / "speed") == "480\n") return hub;
  }
  return {};
}

std::vector<VhciStatus> ports_now() { return vhci_ports(files::content_of(fs::path(kController) / "status")); }

bool is_free(unsigned number) {
  for (const auto& port : ports_now()) {
    if (port.number == number) return port.is_free;
  }
  return false;
}

/// Whether the host has a device there, which may have no connection any more.
bool has_device(const fs::path& hub, unsigned number) {
  const auto bus = hub.filename().string().substr(std::string_view("usb").size());
  return files::is_there(hub / fmt::format("{}-{}", bus, number + 1));
}

void look_again_later() { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }

Descriptor lock_port(const fs::path& hub, unsigned number) {
  const auto bus = hub.filename().string();
  const auto folder = hub / (bus.substr(3) + "-0:1.0") / fmt::format("{}-port{}", bus, number + 1);
  Descriptor lock(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (lock && flock(lock.get(), LOCK_EX | LOCK_NB) != 0) lock.reset();
  return lock;
}

/// Whether it is free, or will be.
bool comes_free(const VhciStatus& port) {
  if (port.is_free) return true;
  if (port.device != kDeviceId) return false;
  int looks = 0;
  while (!is_free(port.number) && ++looks < kMaxLooks) look_again_later();
  return looks < kMaxLooks;
}

}  // namespace

std::vector<VhciStatus> vhci_ports(std::string_view status) {
  std::vector<VhciStatus> ports;
  std::istringstream lines{std::string(status)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string hub;
    VhciStatus port;
    int state = 0;
    int speed = 0;
    words >> hub >> port.number >> state >> speed >> std::hex >> port.device;
    if (!words || hub != "hs") continue;
    port.is_free = state == kFree;
    ports.push_back(port);
  }
  return ports;
}

ports::Result<void> prepare_vhci() {
  const auto attach = fs::path(kController) / "attach";
  if (access(attach.c_str(), F_OK) != 0) load_module("vhci-hcd");
  if (access(attach.c_str(), F_OK) != 0) {
    return tl::unexpected("this kernel can't be a host by USB/IP (no vhci_hcd): " + advice("vhci-hcd"));
  }
  if (access(attach.c_str(), W_OK) != 0) {
    return tl::unexpected(fmt::format("can't write to {}: {}; root can", attach.string(), error_text(errno)));
  }
  return {};
}

ports::Result<VhciPort> VhciPort::take() {
  auto hub = find_hub();
  if (hub.empty()) return tl::unexpected(fmt::format("{} has no root hub for high speed", kController));
  for (const auto& port : ports_now()) {
    auto lock = lock_port(hub, port.number);
    if (lock && comes_free(port)) return VhciPort(std::move(hub), port.number, std::move(lock));
  }
  return tl::unexpected(std::string("all ports of vhci_hcd.0 are in use"));
}

std::string VhciPort::name() const { return fmt::format("vhci_hcd.0, port {}", number_ + 1); }

ports::Result<Descriptor> VhciPort::attach() const {
  // Linux's vhci_hcd leaves a port enabled that has lost its connection (rh_port_disconnect). With another connection
  // before the hub's driver has looked, the old device seems to go on, and its requests go to the new one.
  const auto is_taken = [&] { return !is_free(number_) || has_device(hub_, number_); };
  for (int looks = 0; is_taken() && looks < kMaxLooks; ++looks) look_again_later();
  int ends[2] = {-1, -1};
  const auto failure = [&](std::string_view what) {
    return tl::unexpected(fmt::format("{}: {}: {}", name(), what, error_text(errno)));
  };
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return failure("no socket");
  const Descriptor of_kernel(ends[0]);
  Descriptor ours(ends[1]);
  if (fcntl(ours.get(), F_SETFL, O_NONBLOCK) != 0) return failure("no socket");
  const Descriptor attach(open((fs::path(kController) / "attach").c_str(), O_WRONLY | O_CLOEXEC));
  const auto words = fmt::format("{} {} {} {}", number_, of_kernel.get(), kDeviceId, kHighSpeed);
  // The kernel takes the socket itself; our descriptor of its end isn't needed any more.
  if (!attach || write(attach.get(), words.data(), words.size()) < 0) return failure("it doesn't take the modem");
  return ours;
}

}  // namespace modembench::gadget
