#pragma once

#include "emulator/modem/gps.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/pds.hpp"

/// What the position determination service tells unasked: by indications to the clients that want them, and on the NMEA
/// port.
namespace modembench::modem {

/// Says the sentences of a fix on the NMEA port, and by one indication each to the clients that want them.
void report_nmea(Core& core, const GpsFix& fix);
/// Indicates how the search goes, and the position if there is one, to the clients that want parsed positions.
void report_position(Core& core, const GpsFix& fix, qmi::pds::PositionSessionStatus status);
/// Indicates to every client of the service whether it is on and a session runs. No message exists to ask for this
/// indication.
void report_service_state(Core& core);

[[nodiscard]] qmi::pds::ServiceState service_state(const Core& core);

}  // namespace modembench::modem
