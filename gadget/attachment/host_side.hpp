#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "emulator/ports/attachment.hpp"
#include "gadget/attachment/gadget.hpp"

namespace modembench::gadget {

/// The modem as a host sees it that is this very kernel: what sysfs says below the root hub that the controller's
/// device hangs on.
class HostSide {
 public:
  /// Nothing where the host is another machine: only dummy_hcd's controllers end in this one.
  static std::optional<HostSide> of(const std::string& udc);

  /// Where events about the device come from: /devices/platform/dummy_hcd.0/
  [[nodiscard]] std::string event_path() const;
  /// "1-1", or nothing while it isn't on the bus.
  [[nodiscard]] std::string device() const;
  /// The node of what an interface's driver has made, once all of it is there: /dev/cdc-wdm0 (and its network
  /// interface), /dev/ttyUSB0. Empty: no driver.
  [[nodiscard]] std::string node(unsigned interface) const;

  /// Takes the driver off an interface …
  ports::Result<void> detach(unsigned interface, DetachBy how) const;
  /// … and has one bound to it again.
  ports::Result<void> attach(unsigned interface, DetachBy how) const;
  /// Resets the device on its bus (USBDEVFS_RESET, as usbreset does it); drivers that can't stand that let go of it and
  /// probe it again, all before this comes back.
  ports::Result<void> reset() const;

 private:
  explicit HostSide(std::filesystem::path controller) : controller_(std::move(controller)) {}
  [[nodiscard]] std::filesystem::path device_folder() const;
  [[nodiscard]] std::filesystem::path interface_folder(unsigned interface) const;
  [[nodiscard]] std::string usbfs_node() const;
  [[nodiscard]] ports::Result<void> by_usbfs(unsigned interface, bool attach) const;

  std::filesystem::path controller_;  ///< /sys/devices/platform/dummy_hcd.0
};

}  // namespace modembench::gadget
