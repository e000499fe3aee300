#pragma once

#include "emulator/modem/route.hpp"

/// What the modem keeps for its user (lock, data, settings, time): handlers for the table of the device management
/// service.
namespace modembench::modem {

void get_time(Core& core, const qmi::Message& request);
void set_time(Core& core, const qmi::Message& request);
void get_user_lock_state(Core& core, const qmi::Message& request);
void set_user_lock_state(Core& core, const qmi::Message& request);
void set_user_lock_code(Core& core, const qmi::Message& request);
void read_user_data(Core& core, const qmi::Message& request);
void write_user_data(Core& core, const qmi::Message& request);
void restore_factory_defaults(Core& core, const qmi::Message& request);
void validate_service_programming_code(Core& core, const qmi::Message& request);
void get_alt_net_config(Core& core, const qmi::Message& request);
void set_alt_net_config(Core& core, const qmi::Message& request);

}  // namespace modembench::modem
