#pragma once

#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/wms.hpp"

/// Messages on their way out: a request is checked at once, and answered when the network has taken its message.
namespace modembench::modem {

void wms_raw_send(Core& core, const Asked<qmi::wms::raw_send::Request>& request);
void wms_send_from_memory_storage(Core& core, const Asked<qmi::wms::send_from_memory_storage::Request>& request);

/// Answers the requests that are due.
void answer_sends(Core& core);

}  // namespace modembench::modem
