#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "emulator/ports/attachment.hpp"
#include "emulator/ports/clock.hpp"
#include "network/packets.hpp"

namespace modembench::network {

/// What is behind the gateway, by libslirp: it answers ARP and pings of the gateway, and ends TCP connections in UNIX
/// sockets of ours. All on the io_context's thread.
class SlirpStack {
 public:
  struct Options {
    Address gateway{};
    std::uint32_t mtu = 1500;
    /// UDP and TCP ports of the gateway are those of this machine's loopback; else they are refused.
    bool host_services = false;
    std::string web;   ///< the path of a UNIX stream socket that port 80 of `kServerAddress` ends in
    std::string echo;  ///< the path of a UNIX stream socket that its port 7 ends in
  };
  /// Frames to the host, not from within a call to this object.
  using Output = std::function<void(Bytes)>;

  static ports::Result<std::unique_ptr<SlirpStack>> start(boost::asio::io_context& io, ports::Clock& clock,
                                                          const Options& options, Output output);
  virtual ~SlirpStack() = default;

  /// An Ethernet frame of the host, 14 to 1514 bytes.
  virtual void input(ByteView frame) = 0;
};

}  // namespace modembench::network
