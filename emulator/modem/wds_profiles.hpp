#pragma once

#include "emulator/modem/route.hpp"

/// The messages of the wireless data service about connection profiles: handlers for its table.
/// A GSM image stores 3GPP profiles only.
namespace modembench::modem {

void create_profile(Core& core, const qmi::Message& request);
void modify_profile(Core& core, const qmi::Message& request);
void delete_profile(Core& core, const qmi::Message& request);
void get_profile_list(Core& core, const qmi::Message& request);
void get_default_settings(Core& core, const qmi::Message& request);
void get_profile_settings(Core& core, const qmi::Message& request);

}  // namespace modembench::modem
