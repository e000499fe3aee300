#pragma once

#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/wds.hpp"

/// The list of ended calls: handlers of the wireless data service.
namespace modembench::modem {

void get_call_list(Core& core, const Asked<qmi::wds::get_call_list::Request>& request);
void get_call_record(Core& core, const Asked<qmi::wds::get_call_record::Request>& request);
void clear_call_list(Core& core, const Asked<qmi::wds::clear_call_list::Request>& request);
void get_call_list_max_size(Core& core, const Asked<qmi::wds::get_call_list_max_size::Request>& request);

}  // namespace modembench::modem
