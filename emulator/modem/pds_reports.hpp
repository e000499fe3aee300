#pragma once

#include "emulator/modem/gps.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/pds.hpp"

/// What PDS tells by itself: to the clients that asked for it, and on the NMEA port.
namespace modembench::modem {

/// The sentences of a fix: to the port, and one indication each to whoever wants them.
void report_nmea(Core& core, const GpsFix& fix);
/// How the search goes, and the position if there is one, to whoever wants parsed positions.
void report_position(Core& core, const GpsFix& fix, qmi::pds::PositionSessionStatus status);
/// Whether the service is on and a session runs, to every PDS client: there is nothing to ask for it by.
void report_service_state(Core& core);

[[nodiscard]] qmi::pds::ServiceState service_state(const Core& core);

}  // namespace modembench::modem
