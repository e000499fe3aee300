#include "emulator/modem/nas_serving.hpp"

#include <string>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/qmi/messages/nas.hpp"

namespace modembench::modem {

namespace {

namespace nas = qmi::nas;
using qmi::ErrorCode;

/// The TLVs of the Get Serving System response, which are those of the Serving System indication too. Of 13 to 18
/// a modem on a GSM network has the roaming indicators alone: the others are about CDMA.
template <class Message>
Message serving_system(const Radio& radio) {
  const bool registered = radio.registered();
  const NetworkSettings& network = registered ? *radio.network() : radio.registration();
  const auto cs_attach = registered ? nas::AttachState::Attached : nas::AttachState::Detached;
  const auto ps_attach = radio.attached() ? nas::AttachState::Attached : nas::AttachState::Detached;

  Message message;
  message.serving_system = {
      radio.state(), cs_attach, ps_attach, nas::NetworkType::Unknown, {nas::RadioInterface::None}};
  if (!registered) return message;
  message.serving_system.selected_network = nas::NetworkType::_3GPP;
  message.serving_system.radio_interfaces = network.radio_interfaces;
  const auto roaming = radio.roaming() ? nas::RoamingIndicatorStatus::On : nas::RoamingIndicatorStatus::Off;
  message.roaming_indicator = roaming;
  message.data_service_capability = network.data_capabilities;
  message.current_plmn = {network.mcc, network.mnc, network.network};
  auto& indicators = message.roaming_indicator_list.emplace();
  for (const nas::RadioInterface interface : network.radio_interfaces) {
    indicators.push_back({static_cast<std::uint8_t>(interface), roaming});
  }
  return message;
}

/// A network's name by its codes: of those in reach, and of the SIM's own.
const std::string* find_name(const Core& core, std::uint16_t mcc, std::uint16_t mnc) {
  const auto is_it = [&](const auto& network) { return network.mcc == mcc && network.mnc == mnc; };
  if (is_it(core.radio.registration())) return &core.radio.registration().network;
  for (const OtherNetwork& network : core.settings.scan.networks) {
    if (is_it(network)) return &network.network;
  }
  return is_it(core.settings.home_network) ? &core.settings.home_network.network : nullptr;
}

}  // namespace

void get_serving_system(Core& core, const Asked<nas::get_serving_system::Request>& request) {
  core.respond(request, serving_system<nas::get_serving_system::Response>(core.radio));
}

void report_serving_system(Core& core) {
  qmi::Message report = qmi::to_message(0, serving_system<nas::get_serving_system::Indication>(core.radio));
  if (report.tlvs == core.nas.told_serving_system) return;
  core.nas.told_serving_system = report.tlvs;
  for (const std::uint8_t client : core.client_ids.clients_of(nas::service)) {
    if (!core.nas.clients[client].serving_system) continue;
    report.header.client = client;
    core.send(report);
  }
}

void get_home_network(Core& core, const Asked<nas::get_home_network::Request>& request) {
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  const HomeNetwork& home = core.settings.home_network;
  core.respond(request, nas::get_home_network::Response{.home_network = {home.mcc, home.mnc, home.network}});
}

std::vector<nas::BandOfInterface> bands_in_use(const Core& core) {
  std::vector<nas::BandOfInterface> bands;
  if (!core.radio.registered()) return bands;
  const NetworkSettings& network = *core.radio.network();
  for (const nas::RadioInterface interface : network.radio_interfaces) {
    bands.push_back({interface, network.band, network.channel});
  }
  return bands;
}

void get_rf_band_information(Core& core, const Asked<nas::get_rf_band_information::Request>& request) {
  // Guessed: without a network no band is the active one, and the list is empty. libqmi 1.32 reads the list before it
  // looks at the result, as if no modem refused this.
  core.respond(request, nas::get_rf_band_information::Response{.list = bands_in_use(core)});
}

void get_plmn_name(Core& core, const Asked<nas::get_plmn_name::Request>& request) {
  using nas::PlmnNameCountryInitials;
  using nas::PlmnNameEncoding;
  const std::string* name = find_name(core, request->plmn.mcc, request->plmn.mnc);
  // Guessed: of a network that neither SIM nor cells have told about, there is no entry.
  if (name == nullptr) return core.refuse(request, ErrorCode::NoEntry);
  const qmi::Bytes text(name->begin(), name->end());
  // Guessed: the SIM has no service provider's name, and the short name is the long one.
  nas::get_plmn_name::Response response;
  response.name = nas::get_plmn_name::Response::Name{
      .service_provider_name_encoding = PlmnNameEncoding::Ascii,
      .short_name_encoding = PlmnNameEncoding::Ascii,
      .short_name_country_initials = PlmnNameCountryInitials::DoNotAdd,
      .short_name = text,
      .long_name_encoding = PlmnNameEncoding::Ascii,
      .long_name_country_initials = PlmnNameCountryInitials::DoNotAdd,
      .long_name = text,
  };
  core.respond(request, response);
}

}  // namespace modembench::modem
