#pragma once

#include <array>
#include <memory>
#include <string>

#include <boost/asio/posix/stream_descriptor.hpp>

#include "emulator/port_name.hpp"
#include "emulator/ports/outbox.hpp"
#include "emulator/ports/pty.hpp"
#include "files/place.hpp"

namespace modembench::ports {

/// One port's pseudo-terminal, with who has it open. Handlers that wait in the io_context own it with the attachment;
/// `gone` tells them that the attachment has let go.
struct PtyLine {
  PtyLine(boost::asio::io_context& io, PortName port, Pty pty, int its_watch, files::Node its_node)
      : name(port),
        node(std::move(its_node)),
        slave(std::move(pty.slave)),
        watch(its_watch),
        master(io, pty.master.release()) {}

  static ssize_t write(int fd, const void* bytes, std::size_t size) { return ::write(fd, bytes, size); }
  int fd() { return master.native_handle(); }

  PortName name;
  files::Node node;  ///< the link in the folder
  std::string slave;
  int watch;
  boost::asio::posix::stream_descriptor master;
  Outbox outbox{&PtyLine::write};
  std::array<std::uint8_t, 16384> buffer{};
  bool gone = false;
  bool open = false;       ///< a client has it open, and its `opened` has been told
  int opens = 0;           ///< by how many descriptors; at least
  bool reading = false;    ///< not between clients: the master would report "hung up" without end
  bool renewed = false;    ///< the client has changed while a read was under way: its result may be about the last one
  bool writing = false;    ///< waits for room
  qmi::Bytes collected{};  ///< from its client, and not told yet
  bool has_gone = false;   ///< the client, after that
  bool sent = false;       ///< something, since what was sent has been delivered for sure
};

}  // namespace modembench::ports
