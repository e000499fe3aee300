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

  /// How frames of the network interface look. A Gobi has 802.3 alone, and starts with it.
  qmi::ctl::LinkProtocol link_protocol = qmi::ctl::LinkProtocol::_802_3;
  PowerSaveState power_save = PowerSaveState::Normal;
  bool reports_power_save = false;
  std::vector<Permitted> permitted;  ///< one for each state and service that the host spoke of

  /// Whether the host is to be bothered with this indication.
  [[nodiscard]] bool lets_pass(const qmi::Header& indication) const;
};

/// The handlers of the control service (client ids, versions, the link), sorted by message.
[[nodiscard]] std::span<const Route> ctl_routes();

/// Sends the indication about a client id that no client holds, where the modem has such an indication. To be called
/// after the answer to `request`, which used that id.
void indicate_invalid_client(Core& core, const qmi::Header& request);

}  // namespace modembench::modem
