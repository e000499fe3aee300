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

/// What was wrong with a port, in words, with the path and the system's reason.
using Failure = std::string;
template <class T>
using Result = tl::expected<T, Failure>;

/// What an attachment tells its owner; any may be empty. Called from the io_context, never from within a call to it.
/// Each may call the attachment; none may destroy it.
struct Callbacks {
  std::function<void(PortName, ConnectionId)> opened;
  std::function<void(PortName, ConnectionId)> closed;
  std::function<void(PortName, ConnectionId, qmi::ByteView)> received;
  /// A port's target has changed, because the attachment had to make a new one: a pty after a hang-up.
  std::function<void(PortName)> replaced;
  /// Where ports come by the host (`ports_come_by_host`): its driver has made one, or taken it away, unasked.
  std::function<void(PortName)> registered{};
  std::function<void(PortName)> unregistered{};
  /// A frame that the host has sent over its network interface, as the data format has it.
  std::function<void(qmi::ByteView)> frame{};
  /// A port is of no use any more (descriptor lost, write refused): what and why.
  std::function<void(PortName, const std::string&)> failed;
};

/// The ports of one modem under stable names in one folder.
class Attachment {
 public:
  virtual ~Attachment() = default;

  /// Starts to listen to the outside; call once.
  virtual void start(Callbacks callbacks) = 0;
  /// Waits until what has been written, on either side of the ports, is there for its reader: the kernel may have a
  /// worker of its own carry it. False if nothing was on its way to clients.
  virtual bool deliver() { return false; }
  /// Collects what has come, and tells nobody; false if there was nothing. All of it comes by itself, too, in the order
  /// in which the kernel tells.
  virtual bool collect() { return false; }
  /// Tells what has been collected, in the order of the ports. What came meanwhile is left for the next time.
  virtual void tell_collected() {}
  /// Writes one frame (or serial bytes) by one write; a socket's frames may go several by one, but never in parts. What
  /// a client that doesn't read leaves no room for is kept up to `kMaxUnsent` bytes a connection, and dropped whole
  /// after that.
  virtual void send(PortName port, ConnectionId connection, qmi::ByteView bytes) = 0;
  /// Ends a connection of a port; `closed` follows. On a pty the client reads end of file and the port comes back by
  /// itself for the next one, as another terminal under the same name: `replaced` follows too.
  virtual void hang_up(PortName port, ConnectionId connection) = 0;
  /// Takes a port's node away and hangs up whoever has it open (`closed` follows for each).
  virtual void unregister_port(PortName port) = 0;
  /// Puts a port's node there again.
  virtual Result<void> register_port(PortName port) = 0;

  /// That a host's drivers make the ports when the modem is plugged in, and `registered` tells when.
  [[nodiscard]] virtual bool ports_come_by_host() const { return false; }
  /// Whether all of them were there since it was plugged in: a client's paths are known then.
  [[nodiscard]] virtual bool all_ports_came() const { return true; }
  /// Takes the modem with all its ports off the bus that there is then, and puts it there again.
  virtual void unplug() {}
  virtual Result<void> plug_in() { return {}; }
  /// The host resets it there: its drivers take the ports away and make them again.
  virtual Result<void> reset() { return {}; }
  /// What goes wrong on the bus from now on. Of another device, as the boot loader is one, nothing is seen until the
  /// next `plug_in`.
  virtual void set_usb(const modem::UsbFaults&) {}
  /// Sends a frame to the host's network interface, where there is one. What finds no room is dropped.
  virtual void send_frame(qmi::ByteView) {}

  /// The folder of the ports, and a port's name in it: DIR/qmi, DIR/ttyUSB0 …
  [[nodiscard]] virtual const std::filesystem::path& folder() const = 0;
  /// What the name stands for: /dev/pts/7, or the socket itself. Empty while it is unregistered.
  [[nodiscard]] virtual std::string target(PortName port) const = 0;
};

inline constexpr std::size_t kMaxUnsent = 1 << 20;  ///< 1 MiB: 16 of the largest frames

/// Raw pseudo-terminals; one client at a time, as on the real port, so there is one connection, 0. It lasts from the
/// first open to the last close. What a client left unread is thrown away before the next one is told of.
[[nodiscard]] Result<std::unique_ptr<Attachment>> attach_pty(boost::asio::io_context& io, files::Place folder,
                                                             std::span<const PortName> ports);

/// UNIX stream sockets, any number of clients (up to `kMaxConnections`) on each; connections are numbered from 1.
[[nodiscard]] Result<std::unique_ptr<Attachment>> attach_socket(boost::asio::io_context& io, files::Place folder,
                                                                std::span<const PortName> ports);

inline constexpr std::size_t kMaxConnections = 256;  ///< of one socket; a further one is accepted and closed

}  // namespace modembench::ports
