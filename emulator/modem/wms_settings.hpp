#pragma once

#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/wms.hpp"

/// Where messages that arrive go, and which way messages leave.
namespace modembench::modem {

void wms_set_routes(Core& core, const Asked<qmi::wms::set_routes::Request>& request);
void wms_get_routes(Core& core, const Asked<qmi::wms::get_routes::Request>& request);
void wms_get_smsc(Core& core, const Asked<qmi::wms::get_smsc::Request>& request);
void wms_set_smsc(Core& core, const Asked<qmi::wms::set_smsc::Request>& request);
void wms_set_memory_status(Core& core, const Asked<qmi::wms::set_memory_status::Request>& request);

}  // namespace modembench::modem
