#pragma once

#include <filesystem>
#include <string>

#include "emulator/ports/attachment.hpp"

namespace modembench::ports {

/// The name a port's node is made under before it gets its own: DIR/.qmi.new
[[nodiscard]] std::filesystem::path unfinished_node(const std::filesystem::path& folder, PortName port);

/// Makes FOLDER/PORT a link to `target`, in one step: who looks sees the old link, none, or the new one. Refused where
/// something that is no link stands there.
[[nodiscard]] Result<void> put_link(const std::filesystem::path& folder, PortName port, const std::string& target);

/// Removes it, if it is a link.
void remove_link(const std::filesystem::path& folder, PortName port);

}  // namespace modembench::ports
