#pragma once

#include <cstdint>

#include "emulator/instant.hpp"

namespace modembench::modem {

/// What goes wrong on the USB, where there is one. Several things may at once.
struct UsbFaults {
  /// What becomes of RESPONSE_AVAILABLE, which tells the host that an answer lies ready. `dropped`: it is never sent.
  /// `stalled`: its endpoint is halted instead; Linux 6.1 doesn't clear that halt and fills its log for as long as the
  /// port is open.
  enum class Notification : std::uint8_t { sent, dropped, stalled };
  /// What becomes of GET_ENCAPSULATED_RESPONSE, by which the host fetches the answer.
  enum class Fetch : std::uint8_t {
    answered,
    stalled,    ///< refused; the answer stays, and comes with the next fetch
    late,       ///< answered after `fetch_delay`
    empty,      ///< answered with nothing; the answer is lost
    oversized,  ///< filled up with zeros to all that the host takes
  };

  Notification notification = Notification::sent;
  Fetch fetch = Fetch::answered;
  Duration fetch_delay{0};
  bool silent = false;  ///< the device is enumerated and configured, but dead: it takes everything and says nothing
  bool boot_loader = false;  ///< the modem has no firmware: it shows itself as another device, with one interface

  bool operator==(const UsbFaults&) const = default;
};

/// How the modem shows itself on the USB, where there is one.
struct UsbSettings {
  static constexpr std::uint8_t kMaxConfigurations = 8;  ///< as many as Linux reads (USB_MAXCONFIG)
  std::uint8_t configurations = 1;                       ///< how many there are, all alike
  UsbFaults faults;
};

}  // namespace modembench::modem
