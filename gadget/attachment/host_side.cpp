#include "gadget/attachment/host_side.hpp"

#include <cerrno>
#include <fstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "files/content.hpp"
#include "files/descriptor.hpp"

namespace modembench::gadget {
namespace {

namespace fs = std::filesystem;
using files::Descriptor;
using files::error_text;

/// The first entry of a folder whose name begins so; empty if there is none.
fs::path entry(const fs::path& folder, std::string_view beginning) {
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().filename().string().starts_with(beginning)) return it->path();
  }
  return {};
}

ports::Result<void> write_to(const fs::path& file, const std::string& text) {
  const Descriptor attribute(open(file.c_str(), O_WRONLY | O_CLOEXEC));
  if (!attribute || write(attribute.get(), text.data(), text.size()) < 0) {
    return tl::unexpected(fmt::format("can't write {} to {}: {}", text, file.string(), error_text(errno)));
  }
  return {};
}

std::string read_line(const fs::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  return line;
}

}  // namespace

std::optional<HostSide> HostSide::of(const std::string& udc) {
  constexpr std::string_view kDummy = "dummy_udc.";
  if (!udc.starts_with(kDummy)) return std::nullopt;
  // A root hub of dummy_hcd has one port.
  auto hub = entry("/sys/devices/platform/dummy_hcd." + udc.substr(kDummy.size()), "usb");
  if (hub.empty()) return std::nullopt;
  return HostSide(std::move(hub), 1);
}

std::string HostSide::event_path() const {
  return folder_when_there().string().substr(std::string_view("/sys").size()) + "/";
}

// usb1/1-1: the bus, and the port of its root hub.
fs::path HostSide::folder_when_there() const {
  return hub_ / fmt::format("{}-{}", hub_.filename().string().substr(3), port_);
}

fs::path HostSide::device_folder() const {
  auto device = folder_when_there();
  return files::is_there(device) ? device : fs::path();
}

std::string HostSide::device() const { return device_folder().filename().string(); }

fs::path HostSide::interface_folder(unsigned interface) const {
  const auto device = device_folder();
  if (device.empty()) return {};
  const auto configuration = read_line(device / "bConfigurationValue");
  auto folder = device / fmt::format("{}:{}.{}", device.filename().string(), configuration, interface);
  return files::is_there(folder) ? folder : fs::path();
}

std::string HostSide::node(unsigned interface) const {
  const auto folder = interface_folder(interface);
  if (folder.empty() || !files::is_there(folder / "driver")) return {};
  auto made = entry(folder / "usbmisc", "cdc-wdm");
  if (!made.empty()) {
    if (entry(folder / "net", "").empty()) return {};
  } else {
    made = entry(folder, "ttyUSB");
    if (made.empty() || !files::is_there(made / "tty" / made.filename())) return {};
  }
  auto node = "/dev" / made.filename();
  return files::is_there(node) ? node.string() : std::string();
}

std::string HostSide::usbfs_node() const {
  const auto device = device_folder();
  const auto number = [&](const char* file) { return std::atoi(read_line(device / file).c_str()); };
  return fmt::format("/dev/bus/usb/{:03}/{:03}", number("busnum"), number("devnum"));
}

ports::Result<void> HostSide::reset() const {
  const auto node = usbfs_node();
  const Descriptor usbfs(open(node.c_str(), O_RDWR | O_CLOEXEC));
  if (!usbfs || ioctl(usbfs.get(), USBDEVFS_RESET) < 0) {
    return tl::unexpected(fmt::format("{}: can't reset the device: {}", node, error_text(errno)));
  }
  return {};
}

ports::Result<void> HostSide::by_usbfs(unsigned interface, bool attach) const {
  const auto node = usbfs_node();
  const Descriptor usbfs(open(node.c_str(), O_RDWR | O_CLOEXEC));
  usbdevfs_ioctl command{.ifno = static_cast<int>(interface),
                         .ioctl_code = static_cast<int>(attach ? USBDEVFS_CONNECT : USBDEVFS_DISCONNECT),
                         .data = nullptr};
  if (!usbfs || ioctl(usbfs.get(), USBDEVFS_IOCTL, &command) < 0) {
    return tl::unexpected(fmt::format("{}: can't {} the driver of interface {}: {}", node,
                                      attach ? "connect" : "disconnect", interface, error_text(errno)));
  }
  return {};
}

ports::Result<void> HostSide::detach(unsigned interface, DetachBy how) const {
  const auto folder = interface_folder(interface);
  if (folder.empty() || !files::is_there(folder / "driver")) return {};
  if (how == DetachBy::usbfs) return by_usbfs(interface, false);
  return write_to(folder / "driver" / "unbind", folder.filename().string());
}

ports::Result<void> HostSide::attach(unsigned interface, DetachBy how) const {
  const auto folder = interface_folder(interface);
  if (folder.empty() || files::is_there(folder / "driver")) return {};
  if (how == DetachBy::usbfs) return by_usbfs(interface, true);
  return write_to("/sys/bus/usb/drivers_probe", folder.filename().string());
}

}  // namespace modembench::gadget
