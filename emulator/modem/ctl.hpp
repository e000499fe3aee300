#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "emulator/modem/route.hpp"
#include "emulator/qmi/enums/ctl.hpp"
#include "emulator/qmi/message.hpp"

namespace modembench::modem {

/// How many indications of a service can be permitted while the modem saves power. Guessed: no limit is documented.
inline constexpr std::size_t kMaxPermittedIndications = 64;

/// What the control service remembers.
struct CtlState {
  using PowerSaveState = qmi::ctl::PowerSaveState;
  /// Which indications of a service pass in a power save state.
  struct Permitted {
    PowerSaveState state = PowerSaveState::Normal;
    std::uint8_t service = 0;
    std::vector<std::uint16_t> messages;
  };

  /// How frames of the network interface look. 802.3 is all a Gobi has, and what it starts with.
  qmi::ctl::LinkProtocol link_protocol = qmi::ctl::LinkProtocol::_802_3;
  PowerSaveState power_save = PowerSaveState::Normal;
  bool reports_power_save = false;
  std::vector<Permitted> permitted;  ///< one for each state and service that the host spoke of

  /// Whether the host is to be bothered with this indication.
  [[nodiscard]] bool lets_pass(const qmi::Header& indication) const;
};

/// The control service: client ids, versions, the link. Sorted by message.
[[nodiscard]] std::span<const Route> ctl_routes();

/// After the answer to a request of a client id that nobody holds: the indication about it, where the modem has one.
void indicate_invalid_client(Core& core, const qmi::Header& request);

}  // namespace modembench::modem
