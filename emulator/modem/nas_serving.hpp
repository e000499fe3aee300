#pragma once

#include <vector>

#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/nas.hpp"

/// The messages of the network access service about the network that the modem is on: handlers for its table.
namespace modembench::modem {

void get_serving_system(Core& core, const Asked<qmi::nas::get_serving_system::Request>& request);
void get_home_network(Core& core, const Asked<qmi::nas::get_home_network::Request>& request);
void get_rf_band_information(Core& core, const Asked<qmi::nas::get_rf_band_information::Request>& request);
void get_plmn_name(Core& core, const Asked<qmi::nas::get_plmn_name::Request>& request);

/// Tells the serving system to who wants to know, if it isn't what was told last.
void report_serving_system(Core& core);
/// The bands in use, as Get RF Band Information and the Event Report list them; empty without a network.
[[nodiscard]] std::vector<qmi::nas::BandOfInterface> bands_in_use(const Core& core);

}  // namespace modembench::modem
