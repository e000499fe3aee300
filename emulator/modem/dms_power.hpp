#pragma once

#include <chrono>

#include "emulator/instant.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/modem/settings/operating_mode.hpp"
#include "emulator/qmi/messages/dms.hpp"

/// Handlers of the device management service for power and operating mode, and what happens to the modem from outside.
namespace modembench::modem {

struct Surroundings;

/// The time from the response to Set Operating Mode to the report that the mode has changed.
inline constexpr Duration kModeReportAfter = std::chrono::milliseconds(30);

void get_power_state(Core& core, const Asked<qmi::dms::get_power_state::Request>& request);
void get_operating_mode(Core& core, const Asked<qmi::dms::get_operating_mode::Request>& request);
void set_operating_mode(Core& core, const Asked<qmi::dms::set_operating_mode::Request>& request);

/// The operating mode in which the modem starts. The device management service must have been told of the power-on.
[[nodiscard]] OperatingMode mode_at_start(Core& core);
/// Reports a changed operating mode to the clients that asked for it, and ends a shutting down, each if it is due.
void advance_power(Core& core);
void change_surroundings(Core& core, const Surroundings& surroundings);

}  // namespace modembench::modem
