#pragma once

#include <cstdint>
#include <optional>

#include "emulator/qmi/enums/dms.hpp"

namespace modembench::modem {

/// What happens to a modem from outside, by its slot. A member that is nothing changes nothing.
struct Surroundings {
  std::optional<bool> wireless_disable;             ///< the hardware switch
  std::optional<qmi::dms::PowerState> power_state;  ///< flags
  std::optional<std::uint8_t> battery_level;        ///< percent
};

}  // namespace modembench::modem
