#pragma once

#include <string>
#include <string_view>

#include "client_under_test/stage_sysfs.hpp"

/// What udev knows of the modem inside a stage: its database, and its messages to programs that listen. There is no
/// udevd; programs ask and listen by libudev, which reads files below /run/udev and a netlink socket of the network
/// namespace.
namespace modembench::client_under_test {

/// Makes /run/udev, empty, as of a udevd that runs. Without it the other functions here do nothing. Throws StepFailed.
void furnish_udev();

/// Puts the device into the database, with what udev's rules say of it (as Debian's do of a modem), and sends an "add".
/// Throws StepFailed.
void add_to_udev(const SysDevice& device, const modem::UsbIdentity& usb);
/// Takes the device out of the database, and sends a "remove".
void remove_from_udev(const SysDevice& device, const modem::UsbIdentity& usb);

/// The message by which libudev's listeners hear of `action`: its header, then NAME=value texts each with a NUL.
/// Listeners let the kernel filter by the header's hash of the subsystem. `number` is the message's place in the order
/// of all.
[[nodiscard]] std::string udev_message(std::string_view action, const SysDevice& device, const modem::UsbIdentity& usb,
                                       unsigned number);
/// The hash that libudev uses: MurmurHash2 with seed 0, by Austin Appleby, in the public domain.
[[nodiscard]] std::uint32_t murmur_hash2(std::string_view text);

}  // namespace modembench::client_under_test
