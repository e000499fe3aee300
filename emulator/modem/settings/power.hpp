#pragma once

#include <cstdint>

#include "emulator/qmi/enums/dms.hpp"

namespace modembench::modem {

/// The power supply.
struct PowerSettings {
  qmi::dms::PowerState state = qmi::dms::PowerState::ExternalSource;  ///< flags
  std::uint8_t battery_level = 100;                                   ///< percent
};

}  // namespace modembench::modem
