#pragma once

#include <string>
#include <string_view>

#include "client_under_test/stage_sysfs.hpp"

/// What udev knows of the modem inside a stage: its database, and its messages to those who listen. There is no udevd;
/// programs ask and listen by libudev, which reads files below /run/udev and a netlink socket of the network namespace.
namespace modembench::client_under_test {

/// Makes /run/udev, empty, as of a udevd that runs. Throws StepFailed. Without it the rest here does nothing.
void furnish_udev();

/// The device with what udev's rules say of it (as Debian's do of a modem) is in the database, and an "add" is sent.
/// Throws StepFailed.
void add_to_udev(const SysDevice& device, const modem::UsbIdentity& usb);
/// It is out of the database, and a "remove" is sent.
void remove_from_udev(const SysDevice& device, const modem::UsbIdentity& usb);

/// libudev's message for that: its header, then NAME=value texts each with a NUL. Listeners let the kernel filter by
/// the header's hash of the subsystem. `number` is the message's own in the order of all.
[[nodiscard]] std::string udev_message(std::string_view action, const SysDevice& device, const modem::UsbIdentity& usb,
                                       unsigned number);
/// MurmurHash2 with seed 0, by Austin Appleby, in the public domain: what libudev hashes by.
[[nodiscard]] std::uint32_t murmur_hash2(std::string_view text);

}  // namespace modembench::client_under_test
