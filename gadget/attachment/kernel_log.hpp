#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "emulator/ports/attachment.hpp"

namespace modembench::gadget {

/// What this kernel says in its log from now on (/dev/kmsg: kernel, Documentation/ABI/testing/dev-kmsg).
class KernelLog {
 public:
  using Line = std::function<void(const std::string&)>;

  /// Keeps what is said from now on. Refused where the log isn't ours to read.
  static ports::Result<std::unique_ptr<KernelLog>> open(boost::asio::io_context& io);
  /// Calls `line` for each of them, without its stamp; what vhci_hcd says of itself is left out.
  void follow(Line line);
  /// What has been said and not been told yet.
  void drain();

 private:
  explicit KernelLog(boost::asio::posix::stream_descriptor log) : log_(std::move(log)) {}
  void read();
  void tell(std::string_view record) const;

  static constexpr std::size_t kMaxRecord = 8192;  ///< CONSOLE_EXT_LOG_MAX
  boost::asio::posix::stream_descriptor log_;
  std::array<char, kMaxRecord> record_{};
  Line line_;
};

/// The text of a record of /dev/kmsg: "6,339,5140900,-;NET: Registered" and lines of properties after it. Nothing of
/// one that is none, or that a program has written there (its facility isn't the kernel's).
[[nodiscard]] std::optional<std::string> kernel_line(std::string_view record);

/// Whether the line is what vhci_hcd says of itself: its ports, connections and URBs, of which a modem on another host
/// controller knows nothing. The lines of the USB core stay, also where they name it ("new high-speed USB device number
/// 2 using vhci_hcd").
[[nodiscard]] bool is_of_vhci(std::string_view line);

/// A kernel's log without such lines. Before each of its lines may stand what syslog(2) puts there: "<6>[    5.140900]
/// ".
[[nodiscard]] std::string without_vhci(std::string_view log);

}  // namespace modembench::gadget
