#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "emulator/ports/attachment.hpp"
#include "files/descriptor.hpp"

namespace modembench::ports {

/// The abstract name that libqmi's clients look for a proxy under (libqmi, qmi-proxy.h: QMI_PROXY_SOCKET_PATH). It
/// belongs to the network namespace.
inline constexpr const char* kProxyName = "qmi-proxy";

inline constexpr std::size_t kMaxProxyConnections = 16384;  ///< to one proxy; a further one is accepted and closed
inline constexpr std::size_t kMaxProxyPath = 4096;          ///< of a device; a longer one is none that we have
inline constexpr std::size_t kMaxProxyUnsent = 64 << 20;    ///< 64 MiB for all connections of a proxy together

/// A stream socket listening at the abstract name, in this process's network namespace, never blocking. Refused where
/// somebody has the name already.
[[nodiscard]] Result<files::Descriptor> listen_as_proxy(const std::string& name = kProxyName);

/// What qmi-proxy is to its clients: one socket for many modems. A connection is first told by the client which device
/// it is for (CTL FF00 with its path), then it is one of that device's. As qmi-proxy (libqmi 1.32) does it:
/// - a path is looked for as it is, then as what it links to; one that isn't there ends the connection, unanswered;
/// - what is asked before FF00, and an FF00 that can't be read, is ignored; what can't be QMUX ends the connection;
/// - FF00 again is answered again; with another path the connection goes over to that device;
/// - a device that is unplugged hangs up its connections;
/// - only root may connect, and here whoever runs us.
class Proxy {
 public:
  /// What a connection's bytes and comings and goings are told to; called as `Callbacks` are.
  class Device {
   public:
    virtual ~Device() = default;
    virtual void opened(ConnectionId connection) = 0;
    virtual void closed(ConnectionId connection) = 0;
    virtual void received(ConnectionId connection, qmi::ByteView frames) = 0;
    /// The number of a connection that is about to be opened.
    virtual ConnectionId next_connection() = 0;
    /// Expires with the device.
    [[nodiscard]] virtual std::weak_ptr<char> alive() const = 0;
  };

  /// `listening` is from `listen_as_proxy`, maybe of another process in another namespace. `remark` is told, in words,
  /// what concerns no device: who was turned away, what was ignored. It may be empty.
  static std::unique_ptr<Proxy> serve(boost::asio::io_context& io, files::Descriptor listening,
                                      std::function<void(std::string)> remark = {});
  virtual ~Proxy() = default;

  /// Clients are taken from now on; call once.
  virtual void start() = 0;
  /// Makes `device` reachable under each of the absolute paths. Refused where another has one of them.
  virtual Result<void> plug(Device& device, const std::vector<std::string>& paths) = 0;
  /// Takes it away and hangs up its connections, `closed` follows for each unless the device is destroyed.
  virtual void unplug(Device& device) = 0;

  virtual void send(Device& device, ConnectionId connection, qmi::ByteView frame) = 0;
  /// `closed` follows.
  virtual void hang_up(Device& device, ConnectionId connection) = 0;
  [[nodiscard]] virtual std::size_t connections() const = 0;
};

/// One modem behind `proxy` (which outlives the attachment): DIR/qmi is a link to /dev/null, a character device as
/// clients want to see before they ask the proxy, and of use to nobody who opens it; `also_known_as` are further paths
/// under which clients may ask for it. The serial ports are pseudo-terminals as with `attach_pty`.
struct ProxyPorts {
  std::vector<std::string> also_known_as;
  std::vector<PortName> serial_ports;
};
[[nodiscard]] Result<std::unique_ptr<Attachment>> attach_proxy(boost::asio::io_context& io, Proxy& proxy,
                                                               files::Place folder, const ProxyPorts& ports);

}  // namespace modembench::ports
