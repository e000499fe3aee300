#pragma once

#include <string>

#include <tl/expected.hpp>

#include "files/descriptor.hpp"

namespace modembench::client_under_test::reference {

/// Opens a port as a client does, not blocking: a device node, a terminal (made raw), or a UNIX stream socket. The
/// error is in the system's words.
[[nodiscard]] tl::expected<files::Descriptor, std::string> open_port(const std::string& path);

/// Connects to qmi-proxy, not blocking. The proxy is still to be told for which device.
[[nodiscard]] tl::expected<files::Descriptor, std::string> connect_to_proxy();

}  // namespace modembench::client_under_test::reference
