#include "emulator/modem/nas.hpp"

#include "emulator/modem/core.hpp"
#include "emulator/modem/nas_selection.hpp"

namespace modembench::modem {

namespace {

namespace nas = qmi::nas;
using qmi::ErrorCode;

void reset(Core& core, const qmi::Message& request) {
  core.nas.clients[request.header.client] = {};
  core.succeed(request);
}

// Nothing of what these report (signal, band, reject reason) changes in this modem.
void set_event_report(Core& core, const qmi::Message& request) { core.succeed(request); }

void register_indications(Core& core, const qmi::Message& request) {
  if (const qmi::Value* wanted = request.find(nas::register_indications::request::serving_system_events)) {
    core.nas.clients[request.header.client].serving_system = wanted->number() != 0;
  }
  core.succeed(request);
}

void get_signal_strength(Core& core, const qmi::Message& request) {
  namespace tlv = nas::get_signal_strength::response;
  // Guessed: with the radio off there is nothing to measure.
  if (core.radio.mode() != OperatingMode::online) return core.refuse(request, ErrorCode::InformationUnavailable);
  const auto& interfaces = core.radio.network().radio_interfaces;
  const auto interface = interfaces.empty() ? static_cast<std::uint8_t>(nas::RadioInterface::None) : interfaces.front();
  const std::int8_t dbm = core.profile.signal.dbm;

  qmi::Message response = qmi::response_to(request.header);
  response.set(tlv::signal_strength, qmi::Struct{{"strength", dbm}, {"radio interface", interface}});
  const std::uint64_t mask = number(request.find(nas::get_signal_strength::request::request_mask));
  if ((mask & static_cast<std::uint64_t>(nas::SignalStrengthRequest::Rssi)) != 0) {
    // The magnitude of a number that is never above 0 dBm.
    const auto rssi = static_cast<std::uint8_t>(-int{dbm});
    response.set(tlv::rssi_list, qmi::List{qmi::Struct{{"rssi", rssi}, {"radio interface", interface}}});
  }
  core.send(std::move(response));
}

qmi::Value list_of(const std::vector<std::uint8_t>& numbers) { return qmi::List(numbers.begin(), numbers.end()); }

/// The TLVs of the Get Serving System response, which are those of the Serving System indication too.
void add_serving_system(qmi::Message& message, const Radio& radio) {
  namespace tlv = nas::get_serving_system::response;
  namespace reported = nas::get_serving_system::indication;
  static_assert(tlv::serving_system == reported::serving_system && tlv::current_plmn == reported::current_plmn &&
                tlv::roaming_indicator == reported::roaming_indicator &&
                tlv::data_service_capability == reported::data_service_capability);
  const RegistrationSettings& network = radio.network();
  const bool registered = radio.registered();
  const auto cs_attach = registered ? nas::AttachState::Attached : nas::AttachState::Detached;
  const auto ps_attach = radio.attached() ? nas::AttachState::Attached : nas::AttachState::Detached;
  const qmi::Value no_interface = qmi::List{nas::RadioInterface::None};

  message.set(tlv::serving_system,
              qmi::Struct{{"registration state", radio.state()},
                          {"cs attach state", cs_attach},
                          {"ps attach state", ps_attach},
                          {"selected network", registered ? nas::NetworkType::_3GPP : nas::NetworkType::Unknown},
                          {"radio interfaces", registered ? list_of(network.radio_interfaces) : no_interface}});
  if (!registered) return;
  message.set(tlv::roaming_indicator,
              radio.roaming() ? nas::RoamingIndicatorStatus::On : nas::RoamingIndicatorStatus::Off);
  message.set(tlv::data_service_capability, list_of(network.data_capabilities));
  message.set(tlv::current_plmn,
              qmi::Struct{{"mcc", network.mcc}, {"mnc", network.mnc}, {"description", network.network}});
}

void get_serving_system(Core& core, const qmi::Message& request) {
  qmi::Message response = qmi::response_to(request.header);
  add_serving_system(response, core.radio);
  core.send(std::move(response));
}

constexpr std::array kRoutes = {
    Route{nas::reset::id, reset},
    Route{nas::set_event_report::id, set_event_report},
    Route{nas::register_indications::id, register_indications},
    Route{nas::get_signal_strength::id, get_signal_strength},
    Route{nas::initiate_network_register::id, initiate_network_register},
    Route{nas::attach_detach::id, attach_detach},
    Route{nas::get_serving_system::id, get_serving_system},
    Route{nas::set_system_selection_preference::id, set_system_selection_preference},
    Route{nas::get_system_selection_preference::id, get_system_selection_preference},
};

}  // namespace

std::span<const Route> nas_routes() { return kRoutes; }

void advance_nas(Core&) {}

void report_serving_system(Core& core) {
  for (const std::uint8_t client : core.client_ids.clients_of(nas::service)) {
    if (!core.nas.clients[client].serving_system) continue;
    qmi::Message report = qmi::indication(nas::service, client, nas::get_serving_system::id);
    add_serving_system(report, core.radio);
    core.send(std::move(report));
  }
}

}  // namespace modembench::modem
