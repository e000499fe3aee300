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
  sysfs,  ///< by DRIVER/unbind, as `echo` does it
  usbfs,  ///< by USBDEVFS_DISCONNECT, as libusb and with it OpenWrt's usbmode does it
};

/// The name of a way: "sysfs", "usbfs".
[[nodiscard]] std::string_view to_string(DetachBy detach_by);
/// The way with that name; nothing if there is none.
[[nodiscard]] std::optional<DetachBy> detach_by(std::string_view name);

/// What is attached, and how.
struct AttachSettings {
  modem::UsbIdentity identity{};
  modem::UsbSettings usb{};  ///< the settings at the start; with the fault `boot_loader` it is another device
  DetachBy detach_by = DetachBy::sysfs;
  /// Whether attaching waits for all ports. Otherwise it waits for the first one, and the others follow.
  bool wait_for_all = false;
};

/// Attaches the modem as a USB device on a device controller of this machine, by configfs and FunctionFS: for root.
/// `prepare_kernel` must have been called. `udc` is the controller; empty: the first free one, dummy_hcd's where there
/// is none at all. Gadgets that killed runs have left are removed first; others are never touched.
///
/// If the controller is dummy_hcd's, this kernel is the host, too. The call then runs `io` and returns when the
/// kernel's drivers have made the ports (after kMaxEnumeration at most); FOLDER/qmi, FOLDER/ttyUSBn are links to
/// /dev/cdc-wdmN, /dev/ttyUSBN. A port has one connection, 0, from the first open to the last close, as this kernel
/// tells. Another host's opens and closes can't be seen: there the first command, or the first byte, opens a port, and
/// the host closes it by taking the device down.
[[nodiscard]] ports::Result<std::unique_ptr<ports::Attachment>> attach_gadget(boost::asio::io_context& io,
                                                                              files::Place folder,
                                                                              const AttachSettings& settings,
                                                                              const std::string& udc);

/// Attaches the modem as a USB device at a port of this kernel's vhci_hcd, by USB/IP over a pair of sockets: for root.
/// `prepare_vhci` must have been called. This kernel is the host, and everything is as with dummy_hcd above; but
/// nothing wakes while a transfer waits, and endpoints keep their numbers.
[[nodiscard]] ports::Result<std::unique_ptr<ports::Attachment>> attach_usbip(boost::asio::io_context& io,
                                                                             files::Place folder,
                                                                             const AttachSettings& settings);

inline constexpr std::chrono::seconds kMaxEnumeration{20};  ///< 0.4 s here; emulated processors are slow
/// how long a client's start waits for udev, and for the ports
inline constexpr std::chrono::seconds kMaxUdevSettle{10};

/// Whether udev has nothing to do at this moment (or isn't running).
[[nodiscard]] bool udev_is_settled();

}  // namespace modembench::gadget
