#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "emulator/modem/data_link.hpp"
#include "emulator/modem/traffic.hpp"
#include "emulator/ports/attachment.hpp"
#include "emulator/ports/clock.hpp"
#include "emulator/qmi/bytes.hpp"
#include "files/place.hpp"

namespace modembench::network {

/// What this program lacks for a network, and what can be done about it; nothing where it was built with libslirp.
[[nodiscard]] std::string missing_library();

/// The network behind the modem: a DHCP server, name servers, a gateway and one server, closed to the outside unless
/// the modem's data settings open it. Frames of the host go in, frames to it come out, while a call is up.
class Network {
 public:
  /// Called from the io_context's thread. None may destroy the network; each may call it.
  struct Callbacks {
    std::function<void(qmi::ByteView frame)> to_host;
    /// So much was moved over the call with that packet data handle; and so many frames were lost besides.
    std::function<void(std::uint32_t handle, const modem::Traffic& more, std::uint64_t lost)> moved;
    std::function<void()> dhcp_answered;                 ///< the host has got the call's address
    std::function<void(const std::string& why)> failed;  ///< what is behind the gateway can't be had: why
    bool to_qmi_wwan = false;                            ///< see DataPlane::Hooks
  };

  /// `clock` is the modem's, and outlives it. `folder` is where the sockets of the network's own server are, which go
  /// with it.
  static ports::Result<std::unique_ptr<Network>> start(boost::asio::io_context& io, ports::Clock& clock,
                                                       const files::Place& folder, Callbacks callbacks);
  virtual ~Network() = default;

  /// How things stand from now on: to be told whenever `modem::Modem::data_link` has changed. A call that comes, goes
  /// or gets another address ends all connections.
  virtual void set_link(const modem::DataLink& link) = 0;
  /// Whether what is behind the gateway is this machine's, whose time is its own.
  [[nodiscard]] virtual bool reaches_machine() const = 0;
  /// Whether frames get through at this moment: there is a call, and the network doesn't lose all.
  [[nodiscard]] virtual bool carries() const = 0;
  /// A frame of the host, as agreed: Ethernet without its checksum, or a bare IP packet.
  virtual void from_host(qmi::ByteView frame) = 0;
};

}  // namespace modembench::network
