#pragma once

#include "emulator/modem/route.hpp"

/// Messages on their way out: checked at once, answered when the network has taken them.
namespace modembench::modem {

void wms_raw_send(Core& core, const qmi::Message& request);
void wms_send_from_memory_storage(Core& core, const qmi::Message& request);

/// Answers what is due.
void answer_sends(Core& core);

}  // namespace modembench::modem
