#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "emulator/modem/usb_identity.hpp"
#include "emulator/port_name.hpp"

/// What /sys says of the modem inside a stage: a USB device with its interfaces and, while their drivers are bound,
/// what those make of them. All of this runs in the stage's mount namespace and throws StepFailed.
namespace modembench::client_under_test {

/// A device as /sys has it.
struct SysDevice {
  std::filesystem::path path;  ///< below /sys/devices
  std::string subsystem;       ///< "usbmisc", "net", "tty", "usb"
  std::string udev_key;        ///< what udev calls it in its database: "c180:176", "n2"
  unsigned interface = 0;      ///< number of the USB interface it belongs to; of the USB device itself 0
  std::vector<std::pair<std::string, std::string>> properties;  ///< what its `uevent` says
};

/// The modem's USB device, without its interfaces.
[[nodiscard]] SysDevice usb_device(const modem::UsbIdentity& usb);
/// What a driver makes of the interface that becomes the port: usbmisc/cdc-wdm0, or tty/ttyUSBn. The modem has the
/// port.
[[nodiscard]] SysDevice port_device(const Shape& shape, PortName port);
/// The network interface that comes with the QMI port. `index` is the kernel's.
[[nodiscard]] SysDevice net_device(const Shape& shape, const std::string& name, unsigned index);

/// Gives the stage /sys/devices, /sys/bus and /sys/class of its own in which there is the modem's USB device with its
/// interfaces, no driver bound. Called once.
void furnish_sys(const modem::UsbIdentity& usb);

/// The device is there with its links, and its USB interface has its driver.
void show_in_sysfs(const SysDevice& device, const Shape& shape);
/// It is gone; with the last device of an interface its driver is.
void remove_from_sysfs(const SysDevice& device);

}  // namespace modembench::client_under_test
