#pragma once

#include <cstdint>
#include <span>

#include "emulator/modem/route.hpp"
#include "emulator/qmi/names.hpp"

namespace modembench::modem {

/// What the control service remembers.
struct CtlState {
  qmi::ctl::PowerSaveState power_save = qmi::ctl::PowerSaveState::Normal;
  bool reports_power_save = false;
};

/// The control service: client ids, versions, the link. Sorted by message.
[[nodiscard]] std::span<const Route> ctl_routes();

/// After the answer to a request of a client id that nobody holds: the indication about it, where the modem has one.
void indicate_invalid_client(Core& core, const qmi::Header& request);

}  // namespace modembench::modem
