#include "emulator/modem/dms_power.hpp"

#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/qmi/messages/ctl.hpp"

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;
using qmi::ErrorCode;

/// The modes on the way to being off.
bool is_ending(OperatingMode mode) { return mode == OperatingMode::Reset || mode == OperatingMode::ShuttingDown; }

ErrorCode check_change(const Core& core, OperatingMode to) {
  const OperatingMode from = core.radio.mode();
  // Only a restart leads out of these. Guessed from their names.
  const bool is_final = from == OperatingMode::Offline || is_ending(from);
  if (is_final && to != from && !is_ending(to)) return ErrorCode::InvalidTransition;
  if (to == OperatingMode::Reset && from != OperatingMode::Offline && core.settings.device.reset_needs_offline) {
    return ErrorCode::InvalidTransition;
  }
  if (to == OperatingMode::Online && core.dms.wireless_disabled) return ErrorCode::HardwareRestricted;
  return ErrorCode::None;
}

void restart(Core& core) {
  core.power_on(core.now());
  // What tells clients on the port that no client id is left. Guessed: a real one leaves the USB bus too,
  // which is not a matter of its QMI port.
  if (core.settings.client_ids.sync_after_restart) {
    core.indicate(0, qmi::ctl::sync::Indication{});
  }
}

void send_mode_report(Core& core, OperatingMode mode) {
  core.indicate_all(core.dms.clients, &DmsReportWishes::operating_mode,
                    dms::set_event_report::Indication{.operating_mode = mode});
}

void enter(Core& core, OperatingMode mode) {
  core.radio.set_mode(mode);
  core.refresh();
  // One report waits at most, and they keep their order.
  if (const auto waiting = std::exchange(core.dms.mode_report, std::nullopt)) send_mode_report(core, waiting->mode);
  core.dms.mode_report = {later(core.now(), kModeReportAfter), mode};
}

}  // namespace

void get_power_state(Core& core, const Asked<dms::get_power_state::Request>& request) {
  const PowerSettings& power = core.dms.power;
  core.respond(request, dms::get_power_state::Response{.info = {power.state, power.battery_level}});
}

void get_operating_mode(Core& core, const Asked<dms::get_operating_mode::Request>& request) {
  dms::get_operating_mode::Response response{.mode = core.radio.mode()};
  const bool is_offline = core.radio.mode() == OperatingMode::Offline;
  if (is_offline && core.dms.offline_reason != 0) {
    response.offline_reason = static_cast<dms::OfflineReason>(core.dms.offline_reason);
  }
  response.hardware_restricted_mode = std::uint8_t{core.dms.wireless_disabled};
  core.respond(request, response);
}

void set_operating_mode(Core& core, const Asked<dms::set_operating_mode::Request>& request) {
  if (request->mode > OperatingMode::PersistentLowPower) {
    return core.refuse(request, ErrorCode::InvalidArgument);
  }
  const OperatingMode mode = request->mode;
  const ErrorCode error = check_change(core, mode);
  if (error != ErrorCode::None) return core.refuse(request, error);
  core.succeed(request);
  const DeviceSettings& device = core.settings.device;
  if (mode == OperatingMode::Reset && device.restart_after == Duration::zero()) return restart(core);
  core.dms.online_when_enabled = false;
  // Offline, too, leads to the next start: what that start will be is left as it was.
  if (mode != OperatingMode::Offline && !is_ending(mode)) {
    core.dms.memory.persistent_low_power = mode == OperatingMode::PersistentLowPower;
  }
  // Guessed: clients set "online" without asking first, and none of them takes that for an error.
  if (mode == core.radio.mode()) return;
  if (is_ending(mode)) {
    const bool restarts = mode == OperatingMode::Reset;
    core.dms.off_at = later(core.now(), restarts ? device.restart_after : device.shut_down_after);
  }
  enter(core, mode);
}

OperatingMode mode_at_start(Core& core) {
  DmsState& dms = core.dms;
  dms.online_when_enabled = false;
  if (dms.firmware.offline_reason() != 0) return OperatingMode::Offline;
  if (dms.memory.persistent_low_power) return OperatingMode::PersistentLowPower;
  const OperatingMode mode = core.settings.operating_mode;
  // Low power that persists is what the modem started with first, and has been left since.
  const bool goes_online = mode == OperatingMode::Online || mode == OperatingMode::PersistentLowPower;
  if (!goes_online) return mode;
  dms.online_when_enabled = dms.wireless_disabled;
  return dms.wireless_disabled ? OperatingMode::LowPower : OperatingMode::Online;
}

void advance_power(Core& core) {
  const auto is_due = [&](Instant due) { return core.now() >= due; };
  DmsState& dms = core.dms;
  if (dms.mode_report && is_due(dms.mode_report->due)) {
    send_mode_report(core, std::exchange(dms.mode_report, std::nullopt)->mode);
  }
  if (!dms.off_at || !is_due(*dms.off_at)) return;
  dms.off_at.reset();
  if (core.radio.mode() == OperatingMode::Reset) return restart(core);
  core.power_off();
}

// Guessed: while the switch is off the modem is in low power, and goes back by itself.
void change_surroundings(Core& core, const Surroundings& surroundings) {
  DmsState& dms = core.dms;
  if (surroundings.power_state) dms.power.state = *surroundings.power_state;
  if (surroundings.battery_level) dms.power.battery_level = *surroundings.battery_level;
  dms.wireless_disabled = surroundings.wireless_disable.value_or(dms.wireless_disabled);
  if (!core.powered()) return;
  report_device(core);
  if (dms.wireless_disabled && core.radio.mode() == OperatingMode::Online) {
    dms.online_when_enabled = true;
    enter(core, OperatingMode::LowPower);
  } else if (!dms.wireless_disabled && std::exchange(dms.online_when_enabled, false)) {
    enter(core, OperatingMode::Online);
  }
}

}  // namespace modembench::modem
