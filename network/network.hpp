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

/// What this program lacks for a network, and what can be done about it. Empty if it was built with libslirp.
[[nodiscard]] std::string missing_library();

/// The network behind the modem: a DHCP server, name servers, a gateway and one server, closed to the outside unless
/// the modem's data settings open it. While a call is up, frames of the host go in, and frames to the host come out.
class Network {
 public:
  /// Functions that the network calls from the io_context's thread. None may destroy the network; each may call it.
  struct Callbacks {
    std::function<void(qmi::ByteView frame)> to_host;
    /// Tells what was moved over the call with that packet data handle, and how many frames were lost besides.
    std::function<void(std::uint32_t handle, const modem::Traffic& more, std::uint64_t lost)> moved;
    std::function<void()> dhcp_answered;                 ///< the host has got the call's address
    std::function<void(const std::string& why)> failed;  ///< what is behind the gateway can't be had; the text says why
    bool to_qmi_wwan = false;                            ///< see DataPlane::Hooks
  };

  /// Starts a network. `clock` is the modem's and must outlive it. The sockets of the network's own server are made in
  /// `folder`, and go with the network.
  static ports::Result<std::unique_ptr<Network>> start(boost::asio::io_context& io, ports::Clock& clock,
                                                       const files::Place& folder, Callbacks callbacks);
  virtual ~Network() = default;

  /// Sets how things stand from now on. To be called whenever `modem::Modem::data_link` has changed. A call that comes,
  /// goes or gets another address ends all connections.
  virtual void set_link(const modem::DataLink& link) = 0;
  /// Whether this machine is behind the gateway, whose time is its own.
  [[nodiscard]] virtual bool reaches_machine() const = 0;
  /// Whether frames get through at this moment: there is a call, and the network doesn't lose everything.
  [[nodiscard]] virtual bool carries() const = 0;
  /// Takes a frame of the host in the agreed framing: Ethernet without its checksum, or a bare IP packet.
  virtual void from_host(qmi::ByteView frame) = 0;
};

}  // namespace modembench::network
