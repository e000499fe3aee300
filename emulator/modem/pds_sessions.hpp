#pragma once

#include <cstdint>

#include "emulator/modem/pds.hpp"
#include "emulator/qmi/enums/pds.hpp"

/// Tracking: when it starts, what runs while it lasts, and when it ends.
namespace modembench::modem {

/// A session by the default settings, without an end.
[[nodiscard]] TrackingSession default_session(const PdsState& pds);
/// None, or why this session can't be started now.
[[nodiscard]] qmi::ErrorCode why_not_started(const PdsState& pds, const TrackingSession& session);
/// Starts it now, whatever it says about times. False if it can't be.
bool start_session(Core& core, TrackingSession session);
/// False if none ran.
bool end_session(Core& core, qmi::pds::PositionSessionStatus why);
/// The service as a whole; ends a session, or starts an automatic one.
void enable_service(Core& core, bool enabled);
/// `$GPS_START`, `$GPS_STOP`. While the service is off nothing happens.
void switch_gps(Core& core, bool on);

}  // namespace modembench::modem
