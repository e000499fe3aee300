#pragma once

#include <cstdint>

#include "emulator/instant.hpp"

namespace modembench::gadget {

/// What goes wrong on the USB, for as long as it is set. Several may.
struct UsbFaults {
  /// RESPONSE_AVAILABLE, which tells the host that an answer lies ready: never sent, or the endpoint halted instead.
  /// Linux 6.1 doesn't clear that halt and fills its log for as long as the port is open.
  enum class Notification : std::uint8_t { sent, dropped, stalled };
  /// GET_ENCAPSULATED_RESPONSE, by which the host fetches it.
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
  bool silent = false;  ///< enumerated and configured, but dead: takes everything, says nothing
};

}  // namespace modembench::gadget
