#pragma once

#include <string>

#include "emulator/ports/attachment.hpp"

namespace modembench::gadget {

/// Makes sure that this kernel can be a USB device: configfs mounted, libcomposite and FunctionFS loaded, and a device
/// controller (dummy_hcd where there is none; the one called `udc`, unless that is empty). What is missing, in words.
/// What it loads or mounts stays.
[[nodiscard]] ports::Result<void> prepare_kernel(const std::string& udc);

/// What a user can do who lacks that module.
[[nodiscard]] std::string advice(const char* module);

/// Loads a kernel module; false if that can't be done. One that is there already is fine.
bool load_module(const char* name);

}  // namespace modembench::gadget
