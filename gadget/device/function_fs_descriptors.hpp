#pragma once

#include <cstdint>
#include <vector>

#include "gadget/device/descriptors.hpp"

namespace modembench::gadget {

/// The bytes that are written to a FunctionFS instance's ep0 first: the interfaces and endpoints at both speeds, in the
/// second layout (linux/usb/functionfs.h; little endian).
[[nodiscard]] qmi::Bytes function_fs_descriptors(const modem::UsbIdentity& device, EndpointOrder order);

/// The bytes that are written to ep0 second: the strings of the function, of which there are none.
[[nodiscard]] qmi::Bytes function_fs_strings();

/// The addresses of the endpoints behind the files ep1, ep2 …, in this order.
[[nodiscard]] std::vector<std::uint8_t> function_fs_files(const modem::UsbIdentity& device, EndpointOrder order);

}  // namespace modembench::gadget
