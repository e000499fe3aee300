#pragma once

#include <filesystem>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "vm/result.hpp"

namespace modembench::vm {

/// Has a running QEMU write its guest's state to a file, and end. Its control socket speaksQMP (QEMU,
/// docs/interop/qmp-intro). What went wrong, in words.
[[nodiscard]] boost::asio::awaitable<Result<void>> save_state(std::filesystem::path control,
                                                              std::filesystem::path file);

/// What QEMU is to be started with to go on from that file.
[[nodiscard]] std::string resume_from(const std::filesystem::path& file);

}  // namespace modembench::vm
