#pragma once

#include "emulator/modem/route.hpp"

/// The firmware messages of the device management service: handlers for its table.
namespace modembench::modem {

void get_firmware_id(Core& core, const qmi::Message& request);
void set_firmware_id(Core& core, const qmi::Message& request);
void get_host_lock_id(Core& core, const qmi::Message& request);
void get_firmware_preference(Core& core, const qmi::Message& request);
void set_firmware_preference(Core& core, const qmi::Message& request);
void list_stored_images(Core& core, const qmi::Message& request);
void delete_stored_image(Core& core, const qmi::Message& request);
void get_stored_image_info(Core& core, const qmi::Message& request);
void get_boot_image_download_mode(Core& core, const qmi::Message& request);
void set_boot_image_download_mode(Core& core, const qmi::Message& request);

}  // namespace modembench::modem
