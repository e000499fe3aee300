#pragma once

#include <cstdint>
#include <optional>

#include "emulator/modem/route.hpp"
#include "emulator/qmi/message.hpp"

/// Event reports of the device management service: who wants to know what, and telling them.
namespace modembench::modem {

/// Which changes a client wants to be told of.
struct DmsReportWishes {
  struct BatteryLimits {
    std::uint8_t lower = 0;
    std::uint8_t upper = 100;
  };
  bool power_state = false;
  std::optional<BatteryLimits> battery;  ///< without them each change of the level is told
  bool pin_state = false;
  bool activation_state = false;
  bool operating_mode = false;
  bool uim_state = false;
  bool wireless_disable_state = false;
};

/// What event reports tell, but for the operating mode, whose report takes its time.
struct DeviceStatus {
  std::uint8_t power_state = 0;
  std::uint8_t battery_level = 0;
  std::optional<qmi::Value> pin1;  ///< nothing while the SIM can't be asked
  std::optional<qmi::Value> pin2;
  std::uint16_t activation_state = 0;
  std::uint8_t uim_state = 0;
  bool wireless_disabled = false;
};

[[nodiscard]] DeviceStatus device_status(const Core& core);

void set_dms_event_report(Core& core, const qmi::Message& request);

/// Tells those who asked for it what has changed since this was called last.
void report_device(Core& core);

}  // namespace modembench::modem
