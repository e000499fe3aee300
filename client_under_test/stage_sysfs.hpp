#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "emulator/modem/usb_identity.hpp"
#include "emulator/port_name.hpp"

/// What /sys says of the modem inside a stage: a USB device with its interfaces and, while their drivers are bound,
/// what the drivers make of them. All functions here run in the stage's mount namespace and throw StepFailed.
namespace modembench::client_under_test {

/// A device as /sys has it.
struct SysDevice {
  std::filesystem::path path;  ///< below /sys/devices
  std::string subsystem;       ///< "usbmisc", "net", "tty", "usb"
  std::string udev_key;        ///< the device's name in udev's database: "c180:176", "n2"
  unsigned interface = 0;      ///< the number of its USB interface; 0 for the USB device itself
  std::vector<std::pair<std::string, std::string>> properties;  ///< the contents of its `uevent`
};

/// The modem's USB device, without its interfaces.
[[nodiscard]] SysDevice usb_device(const modem::UsbIdentity& usb);
/// The device that a driver makes of the port's interface: usbmisc/cdc-wdm0, or tty/ttyUSBn. The modem must have the
/// port.
[[nodiscard]] SysDevice port_device(const Shape& shape, PortName port);
/// The network interface that comes with the QMI port. `index` is the kernel's index of it.
[[nodiscard]] SysDevice net_device(const Shape& shape, const std::string& name, unsigned index);

/// Gives the stage /sys/devices, /sys/bus and /sys/class of its own, with the modem's USB device and its interfaces; no
/// driver is bound. To be called once.
void furnish_sys(const modem::UsbIdentity& usb);

/// Shows the device with its links. Its USB interface has its driver then.
void show_in_sysfs(const SysDevice& device, const Shape& shape);
/// Removes the device. With the last device of an interface its driver goes.
void remove_from_sysfs(const SysDevice& device);

}  // namespace modembench::client_under_test
