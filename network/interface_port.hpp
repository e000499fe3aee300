#pragma once

#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "emulator/qmi/bytes.hpp"
#include "files/descriptor.hpp"

namespace modembench::network {

/// The other end of a network interface of the host: a TAP's descriptor, or a packet socket on the peer of a veth. One
/// read or write is one Ethernet frame.
class InterfacePort {
 public:
  using Input = std::function<void(qmi::ByteView frame)>;

  /// `input` gets each frame that the host sends, from the io_context's thread. It may destroy this object.
  static std::unique_ptr<InterfacePort> open(boost::asio::io_context& io, files::Descriptor descriptor, Input input);
  virtual ~InterfacePort() = default;

  /// Sends a frame to the host. A frame that the interface can't take at once (it is down, or gone, or has too much
  /// already) is lost.
  virtual void send(qmi::ByteView frame) = 0;
};

}  // namespace modembench::network
