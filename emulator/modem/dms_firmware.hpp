#pragma once

#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/dms.hpp"

/// The firmware messages of the device management service: handlers for its table.
namespace modembench::modem {

void get_host_lock_id(Core& core, const Asked<qmi::dms::get_host_lock_id::Request>& request);
void get_firmware_preference(Core& core, const Asked<qmi::dms::get_firmware_preference::Request>& request);
void set_firmware_preference(Core& core, const Asked<qmi::dms::set_firmware_preference::Request>& request);
void list_stored_images(Core& core, const Asked<qmi::dms::list_stored_images::Request>& request);
void delete_stored_image(Core& core, const Asked<qmi::dms::delete_stored_image::Request>& request);
void get_stored_image_info(Core& core, const Asked<qmi::dms::get_stored_image_info::Request>& request);

}  // namespace modembench::modem
