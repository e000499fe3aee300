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

/// A USB device at the end of a USB/IP connection. The host's commands go in, answers come out. URBs to the host wait
/// here until the device has something for them. Control requests are carried out one after the other, as on a bus. No
/// I/O, no clock.
class DeviceSide {
 public:
  static constexpr std::size_t kMaxWaiting = 1024;  ///< URBs at a time; Linux' drivers of an MC8355 ask for 75
  /// The time between two answers of a halted endpoint: as often as a host asks an interrupt endpoint (bInterval 5, USB
  /// 2.0, 9.6.6). A driver that asks again and again without ending the halt would keep both sides busy for ever.
  static constexpr Duration kStallPeriod = std::chrono::milliseconds(2);

  /// Functions that are called for what the host does. Each may hand the device something and call `pump`, or
  /// `disconnect`; none may destroy the caller.
  struct Hooks {
    std::function<void()> before;                  ///< the host has sent something; it isn't done yet
    std::function<void(gadget::Arrived)> arrived;  ///< something for the modem; the host has its answer
    std::function<void(bool)> configured;          ///< the host has configured the device, or taken it down
  };

  /// `device` must outlive this object.
  DeviceSide(gadget::UsbDevice& device, Hooks hooks) : device_(device), hooks_(std::move(hooks)) {}

  /// Takes in what has come over the connection at `now`. An error ends the connection: what came is no USB/IP, passes
  /// a limit, or names an URB twice.
  [[nodiscard]] Result<void> receive(qmi::ByteView bytes, Instant now);
  /// Looks whether the device has more for the host.
  void pump(Instant now);
  /// Takes the bytes that are to be sent now.
  [[nodiscard]] qmi::Bytes take_output() { return std::exchange(output_, {}); }

  /// Forgets what an endpoint has begun to send and not sent yet.
  void forget(std::uint8_t endpoint) { rest_.erase(endpoint); }
  /// Follows the end of the connection: the device has no host, and no power.
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
  std::uint64_t connections_ = 0;  ///< how many connections have ended
  CommandReader reader_;
  qmi::Bytes output_;
  std::set<std::uint32_t> numbers_;  ///< the numbers of all URBs that wait
  std::deque<Submit> controls_;
  bool is_held_ = false;                                 ///< the answer to the first control request is held
  std::map<std::uint8_t, std::deque<Waiting>> waiting_;  ///< by IN endpoint
  std::map<std::uint8_t, qmi::Bytes> rest_;     ///< the rest of a transfer that was longer than the URB, by endpoint
  std::map<std::uint8_t, Instant> next_stall_;  ///< when halted endpoints answer next
};

}  // namespace modembench::usbip
