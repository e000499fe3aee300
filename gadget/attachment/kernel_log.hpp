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

/// The log of this kernel from now on (/dev/kmsg: kernel, Documentation/ABI/testing/dev-kmsg).
class KernelLog {
 public:
  using Line = std::function<void(const std::string&)>;

  /// Opens the log, whose lines are kept from now on. Refused if it isn't ours to read.
  static ports::Result<std::unique_ptr<KernelLog>> open(boost::asio::io_context& io);
  /// Calls `line` for each line of the log, without its stamp. What vhci_hcd says of itself is left out.
  void follow(Line line);
  /// Tells the lines that have been said and not been told yet.
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

/// The text of a record of /dev/kmsg, which is "6,339,5140900,-;NET: Registered" with lines of properties after it.
/// Nothing if the record is none, or a program has written it (its facility isn't the kernel's).
[[nodiscard]] std::optional<std::string> kernel_line(std::string_view record);

/// Whether the line is one that vhci_hcd says of itself: of its ports, connections and URBs, of which a modem on
/// another host controller knows nothing. The lines of the USB core stay, even if they name vhci_hcd ("new high-speed
/// USB device number 2 using vhci_hcd").
[[nodiscard]] bool is_of_vhci(std::string_view line);

/// A kernel's log without such lines. Before each of its lines may stand what syslog(2) puts there: "<6>[    5.140900]
/// ".
[[nodiscard]] std::string without_vhci(std::string_view log);

}  // namespace modembench::gadget
