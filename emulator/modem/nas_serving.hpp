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

/// Indicates the serving system to the clients that want to know, if it has changed since the last indication.
void report_serving_system(Core& core);
/// The bands in use, as Get RF Band Information and the Event Report list them. Empty without a network.
[[nodiscard]] std::vector<qmi::nas::BandOfInterface> bands_in_use(const Core& core);

}  // namespace modembench::modem
