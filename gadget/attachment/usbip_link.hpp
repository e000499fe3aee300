#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "emulator/ports/clock.hpp"
#include "files/descriptor.hpp"
#include "gadget/usbip/device_side.hpp"

namespace modembench::gadget {

/// A USB/IP connection between a device and its host, over any stream socket.
class UsbipLink {
 public:
  /// bytes that the host hasn't taken; more of them end the connection
  static constexpr std::size_t kMaxUnsent = 8U << 20U;

  /// `socket` is connected and non-blocking. `ended` is called from the io_context, with the reason in words, when the
  /// host or an error has ended the connection; it isn't called for what this side does. `ended` may destroy the link.
  /// `side` and `clock` must outlive it.
  UsbipLink(boost::asio::io_context& io, files::Descriptor socket, usbip::DeviceSide& side,
            const ports::MachineClock& clock, std::function<void(std::string)> ended);
  UsbipLink(const UsbipLink&) = delete;
  UsbipLink& operator=(const UsbipLink&) = delete;

  /// Looks whether the device has more for the host; that is sent from the io_context, soon.
  void pump();
  /// Runs `work` in a thread of its own, and answers the host until `work` has returned. If the connection ends
  /// meanwhile, that is found afterwards.
  void answer_during(const std::function<void()>& work);

 private:
  void wait_for_host();
  void wait_for_room();
  void arm_timer();
  bool read_some();
  void after_change();
  bool write_some();
  void end(std::string why);

  boost::asio::posix::stream_descriptor socket_;
  boost::asio::steady_timer timer_;
  usbip::DeviceSide& side_;
  const ports::MachineClock& clock_;
  std::function<void(std::string)> ended_;
  qmi::Bytes unsent_;
  bool pump_is_due_ = false;
  bool waits_for_room_ = false;
  bool is_over_ = false;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace modembench::gadget
