#pragma once

#include "emulator/modem/route.hpp"

/// Where messages that arrive go, and which way messages leave.
namespace modembench::modem {

void wms_set_routes(Core& core, const qmi::Message& request);
void wms_get_routes(Core& core, const qmi::Message& request);
void wms_get_smsc(Core& core, const qmi::Message& request);
void wms_set_smsc(Core& core, const qmi::Message& request);
void wms_set_memory_status(Core& core, const qmi::Message& request);
void wms_get_domain_preference(Core& core, const qmi::Message& request);
void wms_set_domain_preference(Core& core, const qmi::Message& request);

}  // namespace modembench::modem
