#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/posix/stream_descriptor.hpp>

#include "emulator/port_name.hpp"
#include "emulator/ports/attachment.hpp"
#include "emulator/ports/stream_outbox.hpp"
#include "files/descriptor.hpp"
#include "files/place.hpp"

namespace modembench::ports {

/// A listening socket, and its node in the folder.
struct Listening {
  files::Descriptor socket;
  files::Node node;
  std::string target;  ///< what the node stands for, as `Attachment::target` tells it
};

/// Makes a listening UNIX stream socket of that name, mode 0600, never blocking. The socket is never there for other
/// users, or without listening.
[[nodiscard]] Result<Listening> listen_at(const files::Place& folder, const std::string& name);

/// One client of a socket.
struct SocketConnection {
  SocketConnection(boost::asio::io_context& io, ConnectionId number, files::Descriptor connected)
      : id(number), socket(io, connected.release()) {}
  int fd() { return socket.native_handle(); }

  ConnectionId id;
  boost::asio::posix::stream_descriptor socket;
  StreamOutbox outbox;
  std::array<std::uint8_t, 16384> buffer{};
  bool gone = false;     ///< the attachment has let go of the connection
  bool asking = false;   ///< what the client has just said is being answered: all answers go by one write
  bool writing = false;  ///< a write waits for room
};

/// One port's socket and its clients.
struct SocketListener {
  SocketListener(boost::asio::io_context& io, PortName port, Listening listening)
      : name(port),
        target(std::move(listening.target)),
        node(std::move(listening.node)),
        socket(io, listening.socket.release()) {}
  int fd() { return socket.native_handle(); }

  PortName name;
  std::string target;
  files::Node node;
  boost::asio::posix::stream_descriptor socket;
  std::map<ConnectionId, std::shared_ptr<SocketConnection>> connections;
  ConnectionId last = 0;  ///< the last number given to a connection
  bool gone = false;
};

}  // namespace modembench::ports
