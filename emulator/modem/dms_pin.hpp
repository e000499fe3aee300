#pragma once

#include "emulator/modem/pin.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/dms.hpp"

/// The PIN messages of the device management service: handlers for its table.
namespace modembench::modem {

void uim_get_pin_status(Core& core, const Asked<qmi::dms::uim_get_pin_status::Request>& request);
void uim_verify_pin(Core& core, const Asked<qmi::dms::uim_verify_pin::Request>& request);
void uim_set_pin_protection(Core& core, const Asked<qmi::dms::uim_set_pin_protection::Request>& request);
void uim_change_pin(Core& core, const Asked<qmi::dms::uim_change_pin::Request>& request);
void uim_unblock_pin(Core& core, const Asked<qmi::dms::uim_unblock_pin::Request>& request);

[[nodiscard]] qmi::dms::PinStatus pin_status(const Pin::Standing& pin);

}  // namespace modembench::modem
