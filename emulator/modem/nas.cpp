#include "emulator/modem/nas.hpp"

#include "emulator/modem/core.hpp"
#include "emulator/modem/nas_selection.hpp"
#include "emulator/modem/nas_serving.hpp"

namespace modembench::modem {

namespace {

namespace nas = qmi::nas;

void reset(Core& core, const qmi::Message& request) {
  core.nas.clients[request.header.client] = {};
  core.succeed(request);
  end_scan_of(core, request.header.client);
}

// Of the DDTM events there are none: that is about CDMA. What else can be asked for came after the Gobi 3000.
void register_indications(Core& core, const qmi::Message& request) {
  namespace tlv = nas::register_indications::request;
  NasState::Client& client = core.nas.clients[request.header.client];
  if (const qmi::Value* wanted = request.find(tlv::serving_system_events)) {
    client.serving_system = wanted->number() != 0;
  }
  if (const qmi::Value* wanted = request.find(tlv::system_selection_preference)) {
    client.selection_preference = wanted->number() != 0;
  }
  core.succeed(request);
}

constexpr std::array kRoutes = {
    Route{nas::reset::id, reset},
    Route{nas::abort::id, abort_scan},
    Route{nas::set_event_report::id, set_event_report},
    Route{nas::register_indications::id, register_indications},
    Route{nas::get_signal_strength::id, get_signal_strength},
    Route{nas::network_scan::id, network_scan},
    Route{nas::initiate_network_register::id, initiate_network_register},
    Route{nas::attach_detach::id, attach_detach},
    Route{nas::get_serving_system::id, get_serving_system},
    Route{nas::get_home_network::id, get_home_network},
    Route{nas::get_preferred_networks::id, get_preferred_networks},
    Route{nas::set_preferred_networks::id, set_preferred_networks},
    Route{nas::get_forbidden_networks::id, get_forbidden_networks},
    Route{nas::set_forbidden_networks::id, set_forbidden_networks},
    Route{nas::set_technology_preference::id, set_technology_preference},
    Route{nas::get_technology_preference::id, get_technology_preference},
    Route{nas::get_rf_band_information::id, get_rf_band_information},
    Route{nas::set_system_selection_preference::id, set_system_selection_preference},
    Route{nas::get_system_selection_preference::id, get_system_selection_preference},
    Route{nas::get_plmn_name::id, get_plmn_name},
};

/// The SIM learns who denies and who lets in, as the standard has it (3GPP 23.122, 4.4.3.1: forbidden PLMNs).
void remember_in_sim(Core& core) {
  const NetworkSettings* network = core.radio.network();
  if (network == nullptr) return;
  const SimNetworkLists::Plmn plmn{network->mcc, network->mnc};
  if (core.radio.registered()) return core.nas.lists.permit(plmn);
  const bool denied = core.radio.state() == Radio::State::RegistrationDenied;
  const bool for_good = core.radio.reject_cause() == static_cast<std::uint16_t>(nas::RejectCause::PlmnNotAllowed);
  if (denied && for_good) core.nas.lists.forbid(plmn);
}

}  // namespace

NasState::NasState(const Profile& profile) {
  for (const OtherNetwork& network : profile.scan.networks) {
    if (network.forbidden) lists.forbid({network.mcc, network.mnc});
  }
}

std::span<const Route> nas_routes() { return kRoutes; }

void power_on_nas(Core& core) {
  core.nas.scan.reset();
  core.nas.preference.modes = core.nas.preference.permanent_modes;
  core.radio.set_preference(core.nas.preference.for_radio(), core.now());
}

void forget_nas_client(Core& core, std::uint8_t client) {
  core.nas.clients[client] = {};
  if (core.nas.scan && core.nas.scan->request.client == client) core.nas.scan.reset();
}

void report_network(Core& core) {
  // Guessed: a scan ends with the radio it needs.
  if (core.radio.mode() != OperatingMode::online) end_scan(core);
  report_serving_system(core);
  report_events(core);
  remember_in_sim(core);
}

void advance_nas(Core& core) { answer_due_scan(core); }

}  // namespace modembench::modem
