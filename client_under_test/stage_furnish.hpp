#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "client_under_test/stage_folders.hpp"
#include "client_under_test/udev_ports.hpp"
#include "emulator/modem/usb_identity.hpp"
#include "emulator/port_name.hpp"
#include "files/descriptor.hpp"

namespace modembench::client_under_test {

/// Steps that are done inside a stage's namespaces. A text that a step returns is what went wrong with it; empty:
/// nothing.

/// Maps this process's user and group, given as they are outside, to root of the user namespace whose first process
/// this is.
[[nodiscard]] std::string become_root_inside(unsigned user, unsigned group);

struct FurnishedStage {
  files::Descriptor terminals;  ///< the outside's /dev/pts, none of which is to be seen inside
  std::string remark;           ///< in words, what isn't as it should be
};

/// Gives the namespaces their own /sys with the modem on the USB, /dev, /proc, loopback interface and folders to write
/// to. The rest of the machine is read-only. To be called once, by the first process.
[[nodiscard]] tl::expected<FurnishedStage, std::string> furnish_stage(const ShownFolders& shown,
                                                                      const modem::UsbIdentity& usb);

/// The modem as the stage shows it.
struct ShownModem {
  modem::UsbIdentity usb;
  UdevPorts udev;      ///< the ports that udev makes known
  std::string net;     ///< the name of the interface that comes and goes with the QMI port; empty: none
  int terminals = -1;  ///< FurnishedStage::terminals
};

/// Makes `target` what stands at the port's node, and tells of it in sysfs and udev. The QMI port's network interface
/// comes with it.
[[nodiscard]] std::string put_port(PortName port, const std::filesystem::path& target, const ShownModem& modem);
[[nodiscard]] std::string remove_port(PortName port, const ShownModem& modem);

/// Makes udev's database, with the USB device in it.
[[nodiscard]] std::string furnish_with_udev(const modem::UsbIdentity& usb);

/// The path of a port's node: /dev/cdc-wdm0, /dev/ttyUSB0.
[[nodiscard]] std::filesystem::path port_node(PortName port);

}  // namespace modembench::client_under_test
