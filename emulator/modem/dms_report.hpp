#pragma once

#include <cstdint>
#include <optional>

#include "emulator/modem/pin.hpp"
#include "emulator/modem/route.hpp"

namespace modembench::qmi::dms::set_event_report {
struct Request;
}

/// Event reports of the device management service: which client wants which of them, and sending them.
namespace modembench::modem {

/// Which changes a client wants to be told of.
struct DmsReportWishes {
  struct BatteryLimits {
    std::uint8_t lower = 0;
    std::uint8_t upper = 100;
  };
  bool power_state = false;
  std::optional<BatteryLimits> battery;  ///< nothing: each change of the level is reported
  bool pin_state = false;
  bool activation_state = false;
  bool operating_mode = false;
  bool uim_state = false;
  bool wireless_disable_state = false;
};

/// What event reports tell. The operating mode is not in it, as its report takes its time.
struct DeviceStatus {
  qmi::dms::PowerState power_state{};
  std::uint8_t battery_level = 0;
  std::optional<Pin::Standing> pin1;  ///< nothing while the SIM can't be asked
  std::optional<Pin::Standing> pin2;
  qmi::dms::ActivationState activation_state = qmi::dms::ActivationState::NotActivated;
  qmi::dms::UimState uim_state = qmi::dms::UimState::InitializationCompleted;
  bool wireless_disabled = false;
};

[[nodiscard]] DeviceStatus device_status(const Core& core);

void set_dms_event_report(Core& core, const Asked<qmi::dms::set_event_report::Request>& request);

/// Reports what has changed since the last call of this to the clients that asked for it.
void report_device(Core& core);

}  // namespace modembench::modem
