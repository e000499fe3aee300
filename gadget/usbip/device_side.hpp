#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "emulator/instant.hpp"
#include "gadget/device/usb_device.hpp"
#include "gadget/usbip/protocol.hpp"

namespace modembench::usbip {

/// A USB device at the end of a USB/IP connection: the host's commands go in, answers come out. URBs to the host wait
/// here until the device has something for them; control requests are carried out one after the other, as on a bus. No
/// I/O, no clock.
class DeviceSide {
 public:
  static constexpr std::size_t kMaxWaiting = 1024;  ///< URBs at a time; Linux' drivers of an MC8355 ask for 75
  /// Between two answers of a halted endpoint: as often as a host asks an interrupt endpoint (bInterval 5, USB 2.0,
  /// 9.6.6). A driver that asks again and again without ending the halt would keep both sides busy for ever.
  static constexpr Duration kStallPeriod = std::chrono::milliseconds(2);

  /// Each may hand the device something and call `pump`, or `disconnect`; none may destroy this.
  struct Hooks {
    std::function<void()> before;                  ///< the host has sent something; it isn't done yet
    std::function<void(gadget::Arrived)> arrived;  ///< something for the modem; the host has its answer
    std::function<void(bool)> configured;          ///< the host has configured the device, or taken it down
  };

  /// `device` outlives this.
  DeviceSide(gadget::UsbDevice& device, Hooks hooks) : device_(device), hooks_(std::move(hooks)) {}

  /// Takes in what has come over the connection at `now`. An error is the end of the connection: what came is no
  /// USB/IP, passes a limit, or names an URB twice.
  [[nodiscard]] Result<void> receive(qmi::ByteView bytes, Instant now);
  /// The device may have more for the host.
  void pump(Instant now);
  /// What is to be sent now.
  [[nodiscard]] qmi::Bytes take_output() { return std::exchange(output_, {}); }

  /// What an endpoint has begun to send and not sent yet is lost.
  void forget(std::uint8_t endpoint) { rest_.erase(endpoint); }
  /// The connection has ended: the device has no host, and no power.
  void disconnect();

  [[nodiscard]] std::optional<Instant> next_deadline() const;
  void advance(Instant now);

 private:
  struct Waiting {
    std::uint32_t number = 0;
    std::uint32_t length = 0;
  };

  Result<void> take(Submit submit, Instant now);
  void take(const Unlink& unlink, Instant now);
  void out(const Submit& submit);
  void begin_controls(Instant now);
  [[nodiscard]] gadget::ControlAnswer answer_of(const Submit& submit, Instant now);
  void end_control(gadget::ControlAnswer answer);
  void pump(std::uint8_t endpoint, Instant now);
  bool stall(std::uint8_t endpoint, Instant now);
  [[nodiscard]] bool call_off(std::uint32_t number);
  void answer(std::uint32_t number, Status status, std::size_t length, qmi::ByteView data = {});

  gadget::UsbDevice& device_;
  Hooks hooks_;
  std::uint64_t connections_ = 0;  ///< that have ended
  CommandReader reader_;
  qmi::Bytes output_;
  std::set<std::uint32_t> numbers_;  ///< of all that wait
  std::deque<Submit> controls_;
  bool is_held_ = false;                                 ///< the first of them
  std::map<std::uint8_t, std::deque<Waiting>> waiting_;  ///< by IN endpoint
  std::map<std::uint8_t, qmi::Bytes> rest_;              ///< of a transfer that was longer than the URB
  std::map<std::uint8_t, Instant> next_stall_;           ///< of halted endpoints
};

}  // namespace modembench::usbip
