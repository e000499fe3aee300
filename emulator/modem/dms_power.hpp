#pragma once

#include <chrono>

#include "emulator/instant.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/modem/settings/operating_mode.hpp"
#include "emulator/qmi/messages/dms.hpp"

/// Power and operating mode: handlers for the table of the device management service, and what happens to the
/// modem from outside.
namespace modembench::modem {

struct Surroundings;

/// From the response to Set Operating Mode to the report that the mode has changed.
inline constexpr Duration kModeReportAfter = std::chrono::milliseconds(30);

void get_power_state(Core& core, const Asked<qmi::dms::get_power_state::Request>& request);
void get_operating_mode(Core& core, const Asked<qmi::dms::get_operating_mode::Request>& request);
void set_operating_mode(Core& core, const Asked<qmi::dms::set_operating_mode::Request>& request);

/// The operating mode to start in; `dms` has been told of the power-on.
[[nodiscard]] OperatingMode mode_at_start(Core& core);
/// Tells who asked for it of the operating mode, if that is due; ends a shutting down that is.
void advance_power(Core& core);
void change_surroundings(Core& core, const Surroundings& surroundings);

}  // namespace modembench::modem
