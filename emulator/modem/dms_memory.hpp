#pragma once

#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/dms.hpp"

/// What the modem keeps for its user (lock, data, settings, time): handlers for the table of the device management
/// service.
namespace modembench::modem {

void get_time(Core& core, const Asked<qmi::dms::get_time::Request>& request);
void set_time(Core& core, const Asked<qmi::dms::set_time::Request>& request);
void set_user_lock_state(Core& core, const Asked<qmi::dms::set_user_lock_state::Request>& request);
void set_user_lock_code(Core& core, const Asked<qmi::dms::set_user_lock_code::Request>& request);
void read_user_data(Core& core, const Asked<qmi::dms::read_user_data::Request>& request);
void write_user_data(Core& core, const Asked<qmi::dms::write_user_data::Request>& request);
void restore_factory_defaults(Core& core, const Asked<qmi::dms::restore_factory_defaults::Request>& request);
void validate_service_programming_code(Core& core,
                                       const Asked<qmi::dms::validate_service_programming_code::Request>& request);

}  // namespace modembench::modem
