#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "emulator/ports/attachment.hpp"
#include "gadget/device/descriptors.hpp"
#include "gadget/device/faults.hpp"

namespace modembench::gadget {

/// How a host that is this very kernel takes the driver off an interface.
enum class DetachBy : std::uint8_t {
  sysfs,  ///< DRIVER/unbind, as `echo` does it
  usbfs,  ///< USBDEVFS_DISCONNECT, as libusb and with it OpenWrt's usbmode does it
};

/// "sysfs", "usbfs"
[[nodiscard]] std::string_view to_string(DetachBy detach_by);
/// Nothing for other names.
[[nodiscard]] std::optional<DetachBy> detach_by(std::string_view name);

/// What is attached, and how.
struct AttachSettings {
  modem::UsbIdentity identity{};
  modem::UsbSettings usb{};  ///< at the start; with the fault `boot_loader` it is another device
  DetachBy detach_by = DetachBy::sysfs;
  /// Wait for all ports before coming back; otherwise for the first one, and the others follow.
  bool wait_for_all = false;
};

/// The modem as a USB device on a device controller of this machine, by configfs and FunctionFS: for root.
/// `prepare_kernel` has been called. `udc`: the controller; empty: the first that is free, dummy_hcd's where there is
/// none at all. Gadgets that killed runs have left are removed first; others are never touched.
///
/// Where the controller is dummy_hcd's, this kernel is the host, too: comes back when its drivers have made the ports
/// (after kMaxEnumeration at most), having run `io` meanwhile; FOLDER/qmi, FOLDER/ttyUSBn are links to /dev/cdc-wdmN,
/// /dev/ttyUSBN. One connection, 0, a port: from the first open to the last close, as this kernel tells. Of another
/// host that can't be seen: there the first command, or the first byte, opens, and what closes is the host taking the
/// device down.
[[nodiscard]] ports::Result<std::unique_ptr<ports::Attachment>> attach_gadget(boost::asio::io_context& io,
                                                                              files::Place folder,
                                                                              const AttachSettings& settings,
                                                                              const std::string& udc);

/// The modem as a USB device at a port of this kernel's vhci_hcd, by USB/IP over a pair of sockets: for root.
/// `prepare_vhci` has been called. This kernel is the host, and all is as with dummy_hcd above; but nothing wakes while
/// a transfer waits, and endpoints keep their numbers.
[[nodiscard]] ports::Result<std::unique_ptr<ports::Attachment>> attach_usbip(boost::asio::io_context& io,
                                                                             files::Place folder,
                                                                             const AttachSettings& settings);

inline constexpr std::chrono::seconds kMaxEnumeration{20};  ///< 0.4 s here; emulated processors are slow
inline constexpr std::chrono::seconds kMaxUdevSettle{10};   ///< that a client's start waits for udev, and for the ports

/// Whether udev has nothing to do at this moment (or isn't running).
[[nodiscard]] bool udev_is_settled();

}  // namespace modembench::gadget
