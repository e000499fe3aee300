#pragma once

#include <optional>

#include "emulator/modem/route.hpp"
#include "emulator/modem/sms_store.hpp"
#include "emulator/qmi/messages/wms.hpp"

/// The messages in the SIM's storage and the modem's own: list, read, write, mark, delete.
namespace modembench::modem {

/// The storage that a message names: the SIM's, or for any other value the modem's own.
[[nodiscard]] SmsStorage& storage_of(Core& core, qmi::wms::StorageType storage);

/// None if a request may use that storage; 48 for one that isn't there, 37 for the SIM's while it can't be read.
[[nodiscard]] qmi::ErrorCode check_storage(const Core& core, qmi::wms::StorageType storage);
/// 48 for the mode of CDMA, which this image doesn't have; None for no mode at all.
[[nodiscard]] qmi::ErrorCode check_mode(std::optional<qmi::wms::MessageMode> mode);
/// None if a message is at that place; 49 for a place that the storage doesn't have, 50 for an empty one. The storage
/// must have been checked.
[[nodiscard]] qmi::ErrorCode check_index(Core& core, const qmi::wms::MemoryLocation& place);

void wms_list_messages(Core& core, const Asked<qmi::wms::list_messages::Request>& request);
void wms_raw_read(Core& core, const Asked<qmi::wms::raw_read::Request>& request);
void wms_raw_write(Core& core, const Asked<qmi::wms::raw_write::Request>& request);
void wms_modify_tag(Core& core, const Asked<qmi::wms::modify_tag::Request>& request);
void wms_delete(Core& core, const Asked<qmi::wms::delete_::Request>& request);
void wms_get_store_max_size(Core& core, const Asked<qmi::wms::get_store_max_size::Request>& request);

}  // namespace modembench::modem
