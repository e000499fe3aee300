#pragma once

#include <string>

#include "emulator/modem/changes.hpp"
#include "emulator/modem/settings_changes.hpp"

namespace modembench::modem {
struct UsbFaults;
}

namespace modembench::bench {

using modem::Changes;
using modem::make;

/// What a rule sets of the modem and its network while the modem runs.
struct SetModem {
  modem::SettingsChanges modem;
  Changes<modem::UsbFaults> usb;
  std::string text;  ///< as the scenario writes it, for the trace

  [[nodiscard]] bool empty() const { return modem.empty() && usb.empty(); }
};

}  // namespace modembench::bench
