#pragma once

#include <cstdint>

#include "emulator/modem/pds.hpp"
#include "emulator/qmi/enums/pds.hpp"

/// Tracking sessions: how they start, what they do while they last, and how they end.
namespace modembench::modem {

/// A session with the default settings and without an end.
[[nodiscard]] TrackingSession default_session(const PdsState& pds);
/// None, or the error that says why `session` can't be started now.
[[nodiscard]] qmi::ErrorCode why_not_started(const PdsState& pds, const TrackingSession& session);
/// Starts `session` now, whatever its members say about times. Returns false if it can't be started.
bool start_session(Core& core, TrackingSession session);
/// Ends the session; returns false if none ran.
bool end_session(Core& core, qmi::pds::PositionSessionStatus why);
/// Turns the service as a whole on or off. Off ends a session, on starts an automatic one.
void enable_service(Core& core, bool enabled);

}  // namespace modembench::modem
