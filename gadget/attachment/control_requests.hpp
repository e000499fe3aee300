#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include <linux/usb/functionfs.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "emulator/ports/clock.hpp"
#include "gadget/attachment/control_worker.hpp"
#include "gadget/device/usb_device.hpp"

namespace modembench::gadget {

/// The host's control requests to a device, and its events of the whole device, as FunctionFS' ep0 brings them. The
/// device's answers go back by ep0.
class ControlRequests {
 public:
  /// Functions that are called for what the host does. None may destroy the caller.
  struct Hooks {
    std::function<void()> before;          ///< a request has come; what happened before it is to be told now
    std::function<void(Arrived)> arrived;  ///< something for the modem
    std::function<void()> enabled;         ///< the host has set the configuration, or an interface
    std::function<void()> disabled;        ///< the host has taken the device down
  };

  /// `file` is ep0, non-blocking; it isn't closed here.
  ControlRequests(boost::asio::io_context& io, UsbDevice& device, int file, Hooks hooks);
  ControlRequests(const ControlRequests&) = delete;
  ControlRequests& operator=(const ControlRequests&) = delete;
  /// The device must have left the bus.
  ~ControlRequests();

 private:
  void wait_for_events();
  void take_in_events();
  void take_in(const usb_functionfs_event& event);
  void handle(const Setup& setup);
  void carry_out(ControlAnswer answer);
  void work(std::function<void()> what, std::function<void()> then = {});
  void arm_held();

  UsbDevice& device_;
  Hooks hooks_;
  boost::asio::posix::stream_descriptor control_;
  std::optional<ControlWorker> worker_;
  boost::asio::steady_timer held_;  ///< a request whose answer waits for its time
  ports::MachineClock clock_;
  std::optional<Setup> in_request_;  ///< a control request whose end is still to come
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace modembench::gadget
