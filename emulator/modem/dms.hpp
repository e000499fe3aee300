#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "emulator/instant.hpp"
#include "emulator/modem/device_memory.hpp"
#include "emulator/modem/dms_report.hpp"
#include "emulator/modem/firmware.hpp"
#include "emulator/modem/per_client.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/modem/settings/operating_mode.hpp"
#include "emulator/modem/settings/power.hpp"

namespace modembench::modem {

struct Settings;

/// What the device management service remembers.
struct DmsState {
  /// A report of a changed operating mode that is still to come.
  struct ModeReport {
    Instant due{};
    OperatingMode mode = OperatingMode::Online;
  };
  /// An automatic activation (DMS Activate Automatic) that is going on.
  struct Activation {
    Instant connected_at{};
    Instant done_at{};
  };

  explicit DmsState(const Settings& settings);

  PerClient<DmsReportWishes> clients;
  DeviceStatus reported;  ///< the status that clients were last told
  std::optional<ModeReport> mode_report;
  std::optional<Activation> activation;
  std::optional<Instant> off_at;     ///< when shutting down is done, or a restart begins
  std::uint16_t offline_reason = 0;  ///< what was found at power-on (DMS OfflineReason flags)

  DeviceMemory memory;
  DeviceClock clock;
  Firmware firmware;
  std::uint32_t firmware_id;

  // What the host's side of the slot does to the modem; power cycles change nothing about it.
  PowerSettings power;
  bool wireless_disabled;
  bool online_when_enabled = false;  ///< the hardware switch took the modem offline

  [[nodiscard]] std::optional<Instant> next_deadline() const;
};

/// The handlers of the device management service, sorted by message.
[[nodiscard]] std::span<const Route> dms_routes();

/// Forgets what doesn't outlive a power cycle. The preferred firmware runs from then on.
void power_on_dms(Core& core);
/// Puts back what the modem keeps for its user to what it was at first, but for persistent low power. The firmware
/// stays.
void restore_dms_defaults(Core& core);
/// Does what is due.
void advance_dms(Core& core);

}  // namespace modembench::modem
