#pragma once

#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/dms.hpp"

/// Service activation, numbers and the roaming list of the device management service: handlers for its table.
namespace modembench::modem {

void get_msisdn(Core& core, const Asked<qmi::dms::get_msisdn::Request>& request);
void uim_get_iccid(Core& core, const Asked<qmi::dms::uim_get_iccid::Request>& request);
void uim_get_imsi(Core& core, const Asked<qmi::dms::uim_get_imsi::Request>& request);
void get_prl_version(Core& core, const Asked<qmi::dms::get_prl_version::Request>& request);
void activate_automatic(Core& core, const Asked<qmi::dms::activate_automatic::Request>& request);
void activate_manual(Core& core, const Asked<qmi::dms::activate_manual::Request>& request);

/// Carries on an activation that has been started.
void advance_activation(Core& core);

}  // namespace modembench::modem
