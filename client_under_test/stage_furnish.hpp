#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "emulator/modem/profile.hpp"
#include "emulator/port_name.hpp"

namespace modembench::client_under_test {

/// What is done inside a stage's namespaces. Each returns what went wrong with its step, empty if nothing.

/// Maps this process's user and group, given as they are outside, to root of the user namespace it is the first of.
[[nodiscard]] std::string become_root_inside(unsigned user, unsigned group);

/// Gives the namespaces their own /sys with the modem on the USB, /dev, /tmp, /run, /proc and loopback interface.
/// Called once, by the first process. `keep`: see Stage::Options.
[[nodiscard]] std::string furnish_stage(const std::vector<std::filesystem::path>& keep, modem::UsbIdentity usb);

/// The modem as the stage shows it.
struct ShownModem {
  modem::UsbIdentity usb;
  std::vector<PortName> udev;  ///< the ports that udev makes known
  std::string net;             ///< the network interface that comes and goes with the QMI port; empty for none
};

/// Makes `target` what stands at the port's node and tells it in sysfs and udev, with the network interface where it is
/// the QMI port.
[[nodiscard]] std::string put_port(PortName port, const std::filesystem::path& target, const ShownModem& modem);
[[nodiscard]] std::string remove_port(PortName port, const ShownModem& modem);

/// Makes udev's database, with the USB device in it.
[[nodiscard]] std::string furnish_with_udev(modem::UsbIdentity usb);

/// /dev/cdc-wdm0, /dev/ttyUSB0 …
[[nodiscard]] std::filesystem::path port_node(PortName port);

}  // namespace modembench::client_under_test
