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

/// Bulk and interrupt transfers between a device and its host, by FunctionFS' endpoint files: the kernel always has
/// what there is for the host, and room for what the host sends.
class EndpointTransfers {
 public:
  /// Each end of a transfer that brings something: first that it came, then what the modem makes of it. Neither may
  /// destroy this.
  struct Hooks {
    std::function<void()> before;
    std::function<void(Arrived)> arrived;
  };

  EndpointTransfers(UsbDevice& device, const FunctionFs& files, std::unique_ptr<AsyncTransfers> transfers, Hooks hooks);

  /// The host has set the configuration or an interface: all that waited in the kernel has failed, and begins anew.
  void enabled();
  /// There may be more for the host.
  void pump();
  /// Takes back what lies in the kernel for the host at that endpoint.
  void cancel(std::uint8_t endpoint);
  /// An endpoint that was halted answers again.
  void end_halt(std::uint8_t endpoint);

 private:
  struct Waiting {
    std::size_t count = 0;
    std::uint64_t dead_since = 0;  ///< the number of the ENABLE after which it has failed
  };
  bool read_next(std::uint8_t endpoint);
  bool write_next(std::uint8_t endpoint);
  void write(std::uint8_t endpoint, qmi::Bytes bytes);
  void done(std::uint8_t endpoint, int error, std::uint64_t began);

  UsbDevice& device_;
  const FunctionFs& files_;
  Hooks hooks_;
  std::map<std::uint8_t, Waiting> waiting_;
  std::uint64_t enabled_ = 0;  ///< so many times
  std::unique_ptr<AsyncTransfers> transfers_;
};

}  // namespace modembench::gadget
