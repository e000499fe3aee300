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

/// One port's pseudo-terminal, with its client. Handlers that wait in the io_context own it together with the
/// attachment; `gone` tells them that the attachment has let go.
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
  int opens = 0;           ///< how many descriptors have it open, at least
  bool reading = false;    ///< a read is under way; not between clients: the master would report "hung up" without end
  bool renewed = false;    ///< the client changed while a read was under way: its result may be about the last one
  bool writing = false;    ///< a write waits for room
  qmi::Bytes collected{};  ///< bytes that came from its client and have not been told yet
  bool has_gone = false;   ///< the client has gone, after those bytes
  bool sent = false;       ///< something was sent since the last certain delivery
};

}  // namespace modembench::ports
