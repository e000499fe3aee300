#pragma once

#include "emulator/modem/route.hpp"

/// The control key messages (personalization of the modem) of the device management service: handlers for its
/// table.
namespace modembench::modem {

void uim_get_ck_status(Core& core, const qmi::Message& request);
void uim_set_ck_protection(Core& core, const qmi::Message& request);
void uim_unblock_ck(Core& core, const qmi::Message& request);

}  // namespace modembench::modem
