#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "gadget/attachment/async_transfers.hpp"
#include "gadget/attachment/function_fs.hpp"
#include "gadget/device/usb_device.hpp"

namespace modembench::gadget {

/// Bulk and interrupt transfers between a device and its host, by FunctionFS' endpoint files. The kernel always has
/// what there is for the host, and room for what the host sends.
class EndpointTransfers {
 public:
  /// Functions that are called at the end of a transfer that brings something: `before` when it has come, then
  /// `arrived` with what the device makes of it for the modem. Neither may destroy the caller.
  struct Hooks {
    std::function<void()> before;
    std::function<void(Arrived)> arrived;
  };

  EndpointTransfers(UsbDevice& device, const FunctionFs& files, std::unique_ptr<AsyncTransfers> transfers, Hooks hooks);

  /// Begins all transfers anew, as those that waited in the kernel have failed: the host has set the configuration or
  /// an interface.
  void enabled();
  /// Looks whether the device has more for the host.
  void pump();
  /// Takes back what lies in the kernel for the host at an endpoint.
  void cancel(std::uint8_t endpoint);
  /// Lets a halted endpoint answer again.
  void end_halt(std::uint8_t endpoint);

 private:
  struct Waiting {
    std::size_t count = 0;
    std::uint64_t dead_since = 0;  ///< the number of the ENABLE after which the transfer has failed
  };
  bool read_next(std::uint8_t endpoint);
  bool write_next(std::uint8_t endpoint);
  void write(std::uint8_t endpoint, qmi::Bytes bytes);
  void done(std::uint8_t endpoint, int error, std::uint64_t began);

  UsbDevice& device_;
  const FunctionFs& files_;
  Hooks hooks_;
  std::map<std::uint8_t, Waiting> waiting_;
  std::uint64_t enabled_ = 0;  ///< how often the host has enabled the device
  std::unique_ptr<AsyncTransfers> transfers_;
};

}  // namespace modembench::gadget
