#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "emulator/ports/attachment.hpp"
#include "emulator/ports/clock.hpp"
#include "network/packets.hpp"

namespace modembench::network {

/// What is behind the gateway, made with libslirp. It answers ARP and pings of the gateway, and leads TCP connections
/// to UNIX sockets of ours. Everything is done on the io_context's thread.
class SlirpStack {
 public:
  struct Options {
    Address gateway{};
    std::uint32_t mtu = 1500;
    /// Whether the gateway's UDP and TCP ports are those of this machine's loopback; else they are refused.
    bool host_services = false;
    std::string web;   ///< the path of a UNIX stream socket that port 80 of `kServerAddress` ends in
    std::string echo;  ///< the path of a UNIX stream socket that its port 7 ends in
  };
  /// Takes a frame to the host. Never called from within a call to this object.
  using Output = std::function<void(Bytes)>;

  static ports::Result<std::unique_ptr<SlirpStack>> start(boost::asio::io_context& io, ports::Clock& clock,
                                                          const Options& options, Output output);
  virtual ~SlirpStack() = default;

  /// Takes an Ethernet frame of the host, 14 to 1514 bytes.
  virtual void input(ByteView frame) = 0;
};

}  // namespace modembench::network
