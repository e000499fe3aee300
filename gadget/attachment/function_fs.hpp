#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "emulator/ports/attachment.hpp"
#include "files/descriptor.hpp"
#include "gadget/device/descriptors.hpp"

namespace modembench::gadget {

/// The files of a FunctionFS instance that has been told what the device is. The file system is mounted nowhere: only
/// these descriptors reach it, and it goes with them, however this process ends.
struct FunctionFs {
  files::Descriptor control;                            ///< ep0, non-blocking
  std::map<std::uint8_t, files::Descriptor> endpoints;  ///< by the addresses of the identity; non-blocking

  /// Opens the files of `instance`, the name of the function in configfs.
  static ports::Result<FunctionFs> open(const std::string& instance, const modem::UsbIdentity& device,
                                        EndpointOrder order);
};

}  // namespace modembench::gadget
