#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "emulator/ports/attachment.hpp"
#include "files/descriptor.hpp"

namespace modembench::ports {

/// The abstract name under which libqmi's clients look for a proxy (libqmi, qmi-proxy.h: QMI_PROXY_SOCKET_PATH). The
/// name belongs to the network namespace.
inline constexpr const char* kProxyName = "qmi-proxy";

/// connections to one proxy; a further one is accepted and closed
inline constexpr std::size_t kMaxProxyConnections = 16384;
inline constexpr std::size_t kMaxProxyPath = 4096;  ///< bytes of a device's path; a longer one is none that we have
inline constexpr std::size_t kMaxProxyUnsent = 64 << 20;  ///< 64 MiB for all connections of a proxy together

/// A stream socket that listens at the abstract name in this process's network namespace, never blocking. Refused if
/// another process has the name already.
[[nodiscard]] Result<files::Descriptor> listen_as_proxy(const std::string& name = kProxyName);

/// What qmi-proxy is to its clients: one socket for many modems. A client first says by CTL FF00, with a path, which
/// device its connection is for; from then on the connection is one to that device. As qmi-proxy (libqmi 1.32) does it:
/// - a path is looked for as it is, then as what it links to; one that isn't there ends the connection, unanswered;
/// - requests before FF00, and an FF00 that can't be read, are ignored; bytes that can't be QMUX end the connection;
/// - a further FF00 is answered again; with another path the connection goes over to that device;
/// - a device that is unplugged hangs up its connections;
/// - only root may connect, and here also the user that runs us.
class Proxy {
 public:
  /// A device behind the proxy, which is told of its connections and their bytes. Its functions are called as
  /// `Callbacks` are.
  class Device {
   public:
    virtual ~Device() = default;
    virtual void opened(ConnectionId connection) = 0;
    virtual void closed(ConnectionId connection) = 0;
    virtual void received(ConnectionId connection, qmi::ByteView frames) = 0;
    /// The number of a connection that is about to be opened.
    virtual ConnectionId next_connection() = 0;
    /// A pointer that expires with the device.
    [[nodiscard]] virtual std::weak_ptr<char> alive() const = 0;
  };

  /// Serves at `listening`, which is from `listen_as_proxy`, maybe of another process in another namespace. `remark` is
  /// told, in words, what concerns no device: which client was turned away, what was ignored. It may be empty.
  static std::unique_ptr<Proxy> serve(boost::asio::io_context& io, files::Descriptor listening,
                                      std::function<void(std::string)> remark = {});
  virtual ~Proxy() = default;

  /// Takes clients from now on. To be called once.
  virtual void start() = 0;
  /// Makes `device` reachable under each of the absolute paths. Refused if another device has one of them.
  virtual Result<void> plug(Device& device, const std::vector<std::string>& paths) = 0;
  /// Takes a device away and hangs up its connections. `closed` follows for each, unless the device is destroyed.
  virtual void unplug(Device& device) = 0;

  virtual void send(Device& device, ConnectionId connection, qmi::ByteView frame) = 0;
  /// Hangs up a connection of a device; `closed` follows.
  virtual void hang_up(Device& device, ConnectionId connection) = 0;
  [[nodiscard]] virtual std::size_t connections() const = 0;
};

/// The ports of one modem behind a proxy; the proxy must outlive the attachment. DIR/qmi is a link to /dev/null, a
/// character device as clients want to see before they ask the proxy, and of no use to a client that opens it.
/// `also_known_as` are further paths under which clients may ask for the modem. The serial ports are pseudo-terminals
/// as with `attach_pty`.
struct ProxyPorts {
  std::vector<std::string> also_known_as;
  std::vector<PortName> serial_ports;
};
[[nodiscard]] Result<std::unique_ptr<Attachment>> attach_proxy(boost::asio::io_context& io, Proxy& proxy,
                                                               files::Place folder, const ProxyPorts& ports);

}  // namespace modembench::ports
