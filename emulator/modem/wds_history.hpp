#pragma once

#include "emulator/modem/route.hpp"

/// The list of the calls that are over: handlers of the wireless data service.
namespace modembench::modem {

void get_call_list(Core& core, const qmi::Message& request);
void get_call_record(Core& core, const qmi::Message& request);
void clear_call_list(Core& core, const qmi::Message& request);
void get_call_list_max_size(Core& core, const qmi::Message& request);

}  // namespace modembench::modem
