#pragma once

#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/wds.hpp"

/// The messages of the wireless data service about connection profiles: handlers for its table.
/// A GSM image stores 3GPP profiles only.
namespace modembench::modem {

void create_profile(Core& core, const Asked<qmi::wds::create_profile::Request>& request);
void modify_profile(Core& core, const Asked<qmi::wds::modify_profile::Request>& request);
void delete_profile(Core& core, const Asked<qmi::wds::delete_profile::Request>& request);
void get_profile_list(Core& core, const Asked<qmi::wds::get_profile_list::Request>& request);
void get_default_settings(Core& core, const Asked<qmi::wds::get_default_settings::Request>& request);
void get_profile_settings(Core& core, const Asked<qmi::wds::get_profile_settings::Request>& request);

}  // namespace modembench::modem
