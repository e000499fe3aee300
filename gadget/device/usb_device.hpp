#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <set>

#include "emulator/instant.hpp"
#include "gadget/device/descriptors.hpp"
#include "gadget/device/faults.hpp"
#include "gadget/device/setup.hpp"

namespace modembench::gadget {

/// Something that the host has sent for the modem.
struct Arrived {
  enum class Kind : std::uint8_t { message, frame, serial };
  Kind kind = Kind::message;
  PortName port = PortName::qmi;
  qmi::Bytes bytes;
};

/// What the host gets when it asks an IN endpoint.
struct InTransfer {
  qmi::Bytes bytes{};
  bool then_empty = false;  ///< a packet of no bytes follows: without it a transfer of whole packets doesn't end
  bool halt = false;        ///< the host gets STALL instead
};

/// The USB face of a modem, for any transport. The host's requests and packets go in; answers, and what is for the
/// modem, come out. No I/O, no clock. A host may send what it likes: the answer is STALL, or none.
///
/// QMI goes over control requests to the interface of the QMI port as in CDC WDM: SEND_ENCAPSULATED_COMMAND, then for
/// each answer one RESPONSE_AVAILABLE on the interrupt endpoint and one GET_ENCAPSULATED_RESPONSE. Network frames are
/// bulk transfers of that interface, serial bytes those of the others.
class UsbDevice {
 public:
  /// bytes of a QMI command; a longer one gets STALL. Linux 6.1 sends no longer ones
  static constexpr std::size_t kMaxCommand = 4096;
  static constexpr std::size_t kMaxResponses = 1024;  ///< answers that wait to be fetched; further ones are lost
  static constexpr std::size_t kMaxWaiting = 1U
                                             /// Bytes that wait at an IN endpoint; what finds no room is lost.
                                             << 20U;

  explicit UsbDevice(ShownDevice shown) : shown_(std::move(shown)) {}

  [[nodiscard]] const modem::UsbIdentity& identity() const { return shown_.identity; }
  void set(const UsbFaults& faults) { faults_ = faults; }

  // --- the host's side

  /// Takes a control request. After `take` comes `control_data`. A new request ends one that is held.
  [[nodiscard]] ControlAnswer setup(const Setup& setup, Instant now);
  /// Takes the data stage of a request that was answered with `take`.
  [[nodiscard]] std::optional<Arrived> control_data(const Setup& setup, qmi::ByteView bytes);
  /// Takes a whole transfer to an OUT endpoint.
  [[nodiscard]] std::optional<Arrived> out(std::uint8_t endpoint, qmi::ByteView bytes);
  /// Takes what an IN endpoint has for the host next; nothing: NAK.
  [[nodiscard]] std::optional<InTransfer> take(std::uint8_t endpoint);
  /// Forgets everything that waits, as the host has (de)configured the device or one of its interfaces.
  void reset();
  /// Follows the device's leaving the bus, by which it loses its power: it isn't configured any more.
  void power_off();

  [[nodiscard]] bool has(std::uint8_t endpoint) const { return interface_of(endpoint) != nullptr; }
  /// Halted endpoints answer STALL, until the host clears that (CLEAR_FEATURE) or the device does.
  [[nodiscard]] bool is_halted(std::uint8_t endpoint) const { return halted_.contains(endpoint); }
  void halt(std::uint8_t endpoint) { halted_.insert(endpoint); }
  void end_halt(std::uint8_t endpoint) { halted_.erase(endpoint); }

  // --- the modem's side; false: there was no room, it is lost

  bool respond(qmi::ByteView message);
  bool send_frame(qmi::ByteView frame);
  bool send_serial(PortName port, qmi::ByteView bytes);
  /// Forgets what waits for the last client of a port, as the port is closed or another client has it open.
  void flush(PortName port);

  // --- time

  [[nodiscard]] std::optional<Instant> next_deadline() const;
  /// Takes the answer to a request that was held, once its time has come.
  [[nodiscard]] std::optional<ControlAnswer> advance(Instant now);

 private:
  struct Queue {
    std::deque<qmi::Bytes> transfers;
    std::size_t bytes = 0;
    std::size_t packet = 512;  ///< wMaxPacketSize of the endpoint
  };
  struct Held {
    Setup setup;
    Instant until;
  };

  ControlAnswer standard_request(const Setup& setup);
  ControlAnswer descriptor(const Setup& setup) const;
  ControlAnswer device_request(const Setup& setup);
  ControlAnswer interface_request(const Setup& setup);
  ControlAnswer endpoint_request(const Setup& setup);
  ControlAnswer class_request(const Setup& setup, Instant now);
  ControlAnswer fetch(const Setup& setup, Instant now);
  ControlAnswer give_response(const Setup& setup);
  [[nodiscard]] const Interface* interface_of(std::uint8_t endpoint) const;
  bool put(const Interface* interface, qmi::ByteView bytes);

  ShownDevice shown_;
  UsbFaults faults_;
  std::uint8_t configuration_ = 0;
  std::set<std::uint8_t> halted_;
  std::deque<qmi::Bytes> responses_;
  std::size_t response_bytes_ = 0;
  std::size_t notifications_ = 0;          ///< how many are still to be sent
  std::map<std::uint8_t, Queue> waiting_;  ///< by IN endpoint
  std::optional<Held> held_;
};

}  // namespace modembench::gadget
