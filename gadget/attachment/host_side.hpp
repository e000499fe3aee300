#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "emulator/ports/attachment.hpp"
#include "gadget/attachment/gadget.hpp"

namespace modembench::gadget {

/// The modem as a host sees it that is this very kernel, by what sysfs says of the port of the root hub that the device
/// hangs on.
class HostSide {
 public:
  /// The host's side of a device on a device controller. Nothing if the host is another machine: only dummy_hcd's
  /// controllers end in this one.
  static std::optional<HostSide> of(const std::string& udc);
  /// The host's side of a device at a port of a root hub. `hub` is the hub's folder in sysfs (…/vhci_hcd.0/usb1); ports
  /// count from 1.
  HostSide(std::filesystem::path hub, unsigned port) : hub_(std::move(hub)), port_(port) {}

  /// The path in sysfs that events about the device come from: /devices/platform/dummy_hcd.0/usb1/1-1/
  [[nodiscard]] std::string event_path() const;
  /// The device's name, "1-1"; empty while it isn't on the bus.
  [[nodiscard]] std::string device() const;
  /// The node that an interface's driver has made, once everything that the driver makes is there: /dev/cdc-wdm0 (and
  /// its network interface), /dev/ttyUSB0. Empty: no driver.
  [[nodiscard]] std::string node(unsigned interface) const;

  /// Takes the driver off an interface.
  ports::Result<void> detach(unsigned interface, DetachBy how) const;
  /// Lets a driver be bound to an interface again.
  ports::Result<void> attach(unsigned interface, DetachBy how) const;
  /// Resets the device on its bus (USBDEVFS_RESET, as usbreset does it). Drivers that can't stand that let go of the
  /// device and probe it again, all before this returns.
  ports::Result<void> reset() const;

 private:
  [[nodiscard]] std::filesystem::path device_folder() const;
  [[nodiscard]] std::filesystem::path interface_folder(unsigned interface) const;
  [[nodiscard]] std::string usbfs_node() const;
  [[nodiscard]] ports::Result<void> by_usbfs(unsigned interface, bool attach) const;

  [[nodiscard]] std::filesystem::path folder_when_there() const;

  std::filesystem::path hub_;  ///< /sys/devices/platform/dummy_hcd.0/usb1
  unsigned port_ = 1;
};

}  // namespace modembench::gadget
