#pragma once

#include "emulator/modem/pin.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/message.hpp"

/// The PIN messages of the device management service: handlers for its table.
namespace modembench::modem {

void uim_get_pin_status(Core& core, const qmi::Message& request);
void uim_verify_pin(Core& core, const qmi::Message& request);
void uim_set_pin_protection(Core& core, const qmi::Message& request);
void uim_change_pin(Core& core, const qmi::Message& request);
void uim_unblock_pin(Core& core, const qmi::Message& request);

/// The value of a PIN status TLV: status, verify retries left, unblock retries left.
[[nodiscard]] qmi::Value pin_status(const Pin& pin);

}  // namespace modembench::modem
