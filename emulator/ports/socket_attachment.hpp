#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include <boost/asio/io_context.hpp>

#include "emulator/port_name.hpp"
#include "emulator/ports/attachment.hpp"
#include "emulator/ports/socket_listener.hpp"
#include "files/place.hpp"

namespace modembench::ports {

/// Makes the listening socket of the port with this name, never blocking, and what stands for it in the folder.
using Listen = std::function<Result<Listening>(const files::Place& folder, const std::string& name)>;

/// Stream sockets of whatever family `listen` makes them, one for each port, with up to `kMaxConnections` clients on
/// each. Connections are numbered from 1.
[[nodiscard]] Result<std::unique_ptr<Attachment>> attach_sockets(boost::asio::io_context& io, files::Place folder,
                                                                 std::span<const PortName> ports, Listen listen);

}  // namespace modembench::ports
