#pragma once

#include "emulator/modem/route.hpp"

/// Service activation, numbers and the roaming list of the device management service: handlers for its table.
namespace modembench::modem {

void get_msisdn(Core& core, const qmi::Message& request);
void uim_get_iccid(Core& core, const qmi::Message& request);
void uim_get_imsi(Core& core, const qmi::Message& request);
void get_prl_version(Core& core, const qmi::Message& request);
void get_activation_state(Core& core, const qmi::Message& request);
void activate_automatic(Core& core, const qmi::Message& request);
void activate_manual(Core& core, const qmi::Message& request);

/// Carries an activation on that is going on.
void advance_activation(Core& core);

}  // namespace modembench::modem
