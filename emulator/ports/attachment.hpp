#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include <boost/asio/io_context.hpp>
#include <tl/expected.hpp>

#include "emulator/modem/settings/usb.hpp"
#include "emulator/port_name.hpp"
#include "emulator/qmi/bytes.hpp"
#include "files/place.hpp"

/// Where the modem meets the outside. Everything here runs on one io_context thread.
namespace modembench::ports {

/// Why something with a port failed, in words: the path and the system's reason.
using Failure = std::string;
template <class T>
using Result = tl::expected<T, Failure>;

/// Functions by which an attachment tells its owner what happens. Any of them may be empty. The io_context calls them,
/// never a call to the attachment. Each may call the attachment; none may destroy it.
struct Callbacks {
  std::function<void(PortName, ConnectionId)> opened;
  std::function<void(PortName, ConnectionId)> closed;
  std::function<void(PortName, ConnectionId, qmi::ByteView)> received;
  /// The node behind a port's name is another one: a pty is made anew after a hang-up.
  std::function<void(PortName)> replaced;
  /// The host's driver has made a port, or taken it away, unasked. Called where `ports_come_by_host`.
  std::function<void(PortName)> registered{};
  std::function<void(PortName)> unregistered{};
  /// A frame that the host has sent over its network interface: an IP packet or an Ethernet frame, as the data format
  /// says.
  std::function<void(qmi::ByteView)> frame{};
  /// A port can't be used any more (its descriptor is lost, or a write was refused); the text says why.
  std::function<void(PortName, const std::string&)> failed;
};

/// The ports of one modem under stable names in one folder.
class Attachment {
 public:
  virtual ~Attachment() = default;

  /// Starts to listen to the outside. To be called once.
  virtual void start(Callbacks callbacks) = 0;
  /// Waits until everything written on either side of the ports can be read on the other: a kernel's worker may still
  /// carry it. Returns false if nothing was on its way to clients.
  virtual bool deliver() { return false; }
  /// Reads what has come in and keeps it for `tell_collected`. Returns false if nothing had come. An owner that never
  /// calls this is told of everything by callbacks all the same, in the order in which the kernel reports it.
  virtual bool collect() { return false; }
  /// Calls the callbacks for what has been collected, in the order of the ports. What comes meanwhile is left for the
  /// next time.
  virtual void tell_collected() {}
  /// Sends one frame, or serial bytes, to a connection. A frame is written whole by one write, on a socket perhaps
  /// together with others. While the client doesn't read, up to `kMaxUnsent` bytes wait for it; frames beyond that are
  /// dropped whole.
  virtual void send(PortName port, ConnectionId connection, qmi::ByteView bytes) = 0;
  /// Ends a connection of a port; `closed` follows. On a pty the client reads end of file, and another terminal comes
  /// under the same name for the next client; `replaced` follows too.
  virtual void hang_up(PortName port, ConnectionId connection) = 0;
  /// Takes a port's node away and ends its connections; `closed` follows for each.
  virtual void unregister_port(PortName port) = 0;
  /// Puts a port's node there again.
  virtual Result<void> register_port(PortName port) = 0;

  /// Whether a host's drivers make the ports once the modem is plugged in. `registered` then tells of each.
  [[nodiscard]] virtual bool ports_come_by_host() const { return false; }
  /// Whether each port has been there since the modem was plugged in. The paths for clients are known then.
  [[nodiscard]] virtual bool all_ports_came() const { return true; }
  /// Takes the modem with all its ports off its bus. Does nothing where there is no bus.
  virtual void unplug() {}
  /// Puts the modem on its bus again.
  virtual Result<void> plug_in() { return {}; }
  /// Lets the host reset the modem on its bus: the drivers take the ports away and make them again.
  virtual Result<void> reset() { return {}; }
  /// Sets what goes wrong on the bus from now on. A change to another device, as the boot loader is one, shows at the
  /// next `plug_in`.
  virtual void set_usb(const modem::UsbFaults&) {}
  /// Sends a frame to the host's network interface. Does nothing where there is none; drops the frame where the host
  /// has no room for it.
  virtual void send_frame(qmi::ByteView) {}

  /// The folder in which the ports stand under their names: DIR/qmi, DIR/ttyUSB0.
  [[nodiscard]] virtual const std::filesystem::path& folder() const = 0;
  /// The path of what a port's name stands for: /dev/pts/7, or the socket itself. Empty while the port is unregistered.
  [[nodiscard]] virtual std::string target(PortName port) const = 0;
};

/// Bytes that wait for a connection's client to read: 16 of the largest frames.
inline constexpr std::size_t kMaxUnsent = 1 << 20;

/// Raw pseudo-terminals in `folder`. A pty has one client at a time, as the real port has, and so one connection, 0,
/// which lasts from the first open to the last close. What a client left unread is thrown away before the owner is told
/// of the next one.
[[nodiscard]] Result<std::unique_ptr<Attachment>> attach_pty(boost::asio::io_context& io, files::Place folder,
                                                             std::span<const PortName> ports);

/// UNIX stream sockets in `folder`, with up to `kMaxConnections` clients on each. Connections are numbered from 1.
[[nodiscard]] Result<std::unique_ptr<Attachment>> attach_socket(boost::asio::io_context& io, files::Place folder,
                                                                std::span<const PortName> ports);

/// Connections of one socket at a time. A further one is accepted and closed.
inline constexpr std::size_t kMaxConnections = 256;

}  // namespace modembench::ports
