#include "emulator/modem/nas.hpp"

#include <array>

#include "emulator/modem/core.hpp"
#include "emulator/modem/handling.hpp"
#include "emulator/modem/nas_selection.hpp"
#include "emulator/modem/nas_serving.hpp"
#include "emulator/qmi/messages/nas.hpp"

namespace modembench::modem {

namespace {

namespace nas = qmi::nas;

void reset(Core& core, const Asked<nas::reset::Request>& request) {
  core.nas.clients.forget(request.header.client);
  core.succeed(request);
  end_scan_of(core, request.header.client);
}

// Of the DDTM events there are none: that is about CDMA. What else can be asked for came after the Gobi 3000.
void register_indications(Core& core, const Asked<nas::register_indications::Request>& request) {
  NasState::Client& client = core.nas.clients[request.header.client];
  follow(request->serving_system_events, client.serving_system);
  follow(request->system_selection_preference, client.selection_preference);
  core.succeed(request);
}

constexpr std::array kHandlers = {
    route<reset>,
    route<abort_scan>,
    route<set_event_report>,
    route<register_indications>,
    route<get_signal_strength>,
    route<network_scan>,
    route<initiate_network_register>,
    route<attach_detach>,
    route<get_serving_system>,
    route<get_home_network>,
    route<get_preferred_networks>,
    route<set_preferred_networks>,
    route<get_forbidden_networks>,
    route<set_forbidden_networks>,
    route<set_technology_preference>,
    route<get_technology_preference>,
    route<get_rf_band_information>,
    route<set_system_selection_preference>,
    route<get_system_selection_preference>,
    route<get_plmn_name>,
};
constexpr auto kRoutes = sorted(kHandlers);

/// The SIM learns who denies and who lets in, as the standard has it (3GPP 23.122, 4.4.3.1: forbidden PLMNs).
void remember_in_sim(Core& core) {
  const NetworkSettings* network = core.radio.network();
  if (network == nullptr) return;
  const SimNetworkLists::Plmn plmn{network->mcc, network->mnc};
  if (core.radio.registered()) return core.nas.lists.permit(plmn);
  const bool denied = core.radio.state() == Radio::State::RegistrationDenied;
  const bool for_good = core.radio.reject_cause() == nas::RejectCause::PlmnNotAllowed;
  if (denied && for_good) core.nas.lists.forbid(plmn);
}

}  // namespace

NasState::NasState(const ScanSettings& settings) {
  for (const OtherNetwork& network : settings.networks) {
    if (network.forbidden) lists.forbid({network.mcc, network.mnc});
  }
}

std::span<const Route> nas_routes() { return kRoutes; }

void power_on_nas(Core& core) {
  core.nas.scan.reset();
  core.nas.preference.modes = core.nas.preference.permanent_modes;
  core.radio.set_preference(core.nas.preference.for_radio(), core.now());
}

void restore_nas_defaults(Core& core) {
  core.nas.preference = {};
  core.radio.set_preference(core.nas.preference.for_radio(), core.now());
}

void forget_nas_client(Core& core, std::uint8_t client) {
  core.nas.clients.forget(client);
  if (core.nas.scan && core.nas.scan->request.client == client) core.nas.scan.reset();
}

void report_network(Core& core) {
  // Guessed: a scan ends with the radio it needs.
  if (core.radio.mode() != OperatingMode::Online) end_scan(core);
  report_serving_system(core);
  report_events(core);
  remember_in_sim(core);
}

void advance_nas(Core& core) { answer_due_scan(core); }

}  // namespace modembench::modem
