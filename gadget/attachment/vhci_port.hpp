#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/ports/attachment.hpp"
#include "files/descriptor.hpp"
#include "gadget/attachment/host_side.hpp"

namespace modembench::gadget {

/// Makes sure that this kernel can be the host of a device by USB/IP: vhci_hcd loaded, and its `attach` ours to write.
/// Or says in words what is missing. What this loads stays.
[[nodiscard]] ports::Result<void> prepare_vhci();

/// A port of vhci_hcd's root hub for high speed, which no other process of modembench takes while this object lives.
/// vhci_hcd wants of a device a connected stream socket, and then USB/IP over it (kernel, drivers/usb/usbip).
class VhciPort {
 public:
  /// Takes the first free port. A port that a killed run of ours has left is waited for. The kernel must have been
  /// prepared.
  static ports::Result<VhciPort> take();

  /// The port in words: "vhci_hcd.0, port 1". It counts from 1, as in the names of devices ("1-1").
  [[nodiscard]] std::string name() const;
  [[nodiscard]] HostSide host() const { return {hub_, number_ + 1}; }
  /// Puts a device at the port, and returns the device's end of the connection, non-blocking. Closing that end takes
  /// the device off the bus. Waits until the device before it has gone.
  [[nodiscard]] ports::Result<files::Descriptor> attach() const;

 private:
  VhciPort(std::filesystem::path hub, unsigned number, files::Descriptor lock)
      : hub_(std::move(hub)), number_(number), lock_(std::move(lock)) {}

  std::filesystem::path hub_;  ///< /sys/devices/platform/vhci_hcd.0/usb1
  unsigned number_;            ///< the port's number as vhci_hcd counts, from 0
  files::Descriptor lock_;     ///< flock(2) of the port's folder in sysfs
};

/// A port as `status` of vhci_hcd has it.
struct VhciStatus {
  unsigned number = 0;
  bool is_free = false;
  std::uint32_t device = 0;  ///< bus and number of the device, as given when it was attached
};

/// The ports for high speed in the text of `status`: "hub port sta spd dev sockfd local_busid", a line each. Lines that
/// aren't like that are left out.
[[nodiscard]] std::vector<VhciStatus> vhci_ports(std::string_view status);

}  // namespace modembench::gadget
