#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "bench/engine/connections.hpp"
#include "client_under_test/client.hpp"
#include "emulator/modem/settings/usb.hpp"
#include "emulator/modem/usb_identity.hpp"
#include "emulator/ports/attachment.hpp"
#include "emulator/ports/proxy.hpp"
#include "files/place.hpp"
#include "gadget/attachment/gadget.hpp"

/// The ways of plugging a modem in, a row for each. The command line, `run`, `serve` and `fuzz` read from the row what
/// a way offers and how it is done.
namespace modembench::client_under_test {

/// Options of a modem that is a USB device.
struct UsbOptions {
  std::string udc;  ///< the device controller of a gadget; empty: the first free one
  gadget::DetachBy detach_by = gadget::DetachBy::sysfs;  ///< how `unregister` is done
};

/// Everything that one modem is plugged in with.
struct PlugSite {
  boost::asio::io_context& io;
  files::Place folder;  ///< the folder of its ports
  const modem::UsbIdentity& usb_identity;
  const modem::UsbSettings& usb_settings;  ///< the settings at the start
  std::vector<PortName> ports;             ///< those of the modem that are wanted, the QMI port among them
  UsbOptions usb{};
  bool wait_for_all = false;      ///< of ports that a kernel's drivers make, waits for all; false: for the first one
  ports::Proxy* proxy = nullptr;  ///< the proxy by which the QMI port is reached; null: none
  std::vector<std::string> also_known_as{};  ///< further paths of the QMI port, for the proxy
};

/// One way of plugging a modem in.
struct AttachmentKind {
  std::string_view name;      ///< its name on the command line
  std::string_view ports_on;  ///< "pseudo-terminals": what `serve` says the ports are on; empty: not to be served
  std::string_view qmicli;    ///< the options that lead qmicli to the port, with a blank behind them
  bool offers_qmicli = true;  ///< whether Debian's qmicli can open the port at all
  bool real_device = false;   ///< a USB device: a kernel's drivers make its ports, there is a bus, and frames pass
  bool simulated = false;     ///< nothing is plugged in: the client is one of the bench's own, on a simulated clock
  bench::Sharing sharing = bench::Sharing::node;  ///< how connections share the QMI port
  std::string_view no_stage{};                    ///< why a stage can't have its ports; empty: a stage can
  NeedsNode gives = NeedsNode::always;            ///< the most a client may need of the QMI port
  std::string_view why_not{};  ///< what a client does that needs more, as words to follow the client's name
  /// Says whether this way can be had on this machine; null: everywhere.
  ports::Result<void> (*prepare)(const UsbOptions& usb) = nullptr;
  /// Plugs a modem in; null where nothing is plugged in (`simulated`).
  ports::Result<std::unique_ptr<ports::Attachment>> (*attach)(PlugSite site) = nullptr;

  [[nodiscard]] bool by_proxy() const { return sharing == bench::Sharing::proxy; }
};

/// All ways of plugging in, first the one that is meant where none is named.
[[nodiscard]] std::span<const AttachmentKind> attachment_kinds();
/// The way with that name; null if there is none.
[[nodiscard]] const AttachmentKind* find_attachment_kind(std::string_view name);

}  // namespace modembench::client_under_test
