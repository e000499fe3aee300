#pragma once

#include <string>

#include "emulator/ports/attachment.hpp"

namespace modembench::gadget {

/// Where configfs is mounted, as by everybody.
inline constexpr const char* kConfigfs = "/sys/kernel/config";

/// Makes sure that this kernel can be a USB device: configfs mounted, libcomposite and FunctionFS loaded, and a device
/// controller there (the one called `udc`; empty: any, dummy_hcd where there is none). Or says in words what is
/// missing. What this loads or mounts stays.
[[nodiscard]] ports::Result<void> prepare_kernel(const std::string& udc);

/// What a user can do whose kernel lacks that module.
[[nodiscard]] std::string advice(const char* module);

/// Loads a kernel module. Returns false if that can't be done; a module that is loaded already is fine.
bool load_module(const char* name);

}  // namespace modembench::gadget
