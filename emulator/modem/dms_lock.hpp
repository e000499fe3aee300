#pragma once

#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/dms.hpp"

/// The control key messages (personalization of the modem) of the device management service: handlers for its
/// table.
namespace modembench::modem {

void uim_get_ck_status(Core& core, const Asked<qmi::dms::uim_get_ck_status::Request>& request);
void uim_set_ck_protection(Core& core, const Asked<qmi::dms::uim_set_ck_protection::Request>& request);
void uim_unblock_ck(Core& core, const Asked<qmi::dms::uim_unblock_ck::Request>& request);

}  // namespace modembench::modem
