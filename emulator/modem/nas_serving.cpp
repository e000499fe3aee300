#include "emulator/modem/nas_serving.hpp"

#include <string>
#include <utility>

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace nas = qmi::nas;
using qmi::ErrorCode;

qmi::Value list_of(const std::vector<std::uint8_t>& numbers) { return qmi::List(numbers.begin(), numbers.end()); }

/// The TLVs of the Get Serving System response, which are those of the Serving System indication too. Of 13 to 18
/// a modem on a GSM network has the roaming indicators alone: the others are about CDMA.
void add_serving_system(qmi::Message& message, const Radio& radio) {
  namespace tlv = nas::get_serving_system::response;
  namespace reported = nas::get_serving_system::indication;
  static_assert(tlv::serving_system == reported::serving_system && tlv::current_plmn == reported::current_plmn &&
                tlv::roaming_indicator == reported::roaming_indicator &&
                tlv::roaming_indicator_list == reported::roaming_indicator_list &&
                tlv::data_service_capability == reported::data_service_capability);
  const bool registered = radio.registered();
  const NetworkSettings& network = registered ? *radio.network() : radio.registration();
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
  const auto roaming = radio.roaming() ? nas::RoamingIndicatorStatus::On : nas::RoamingIndicatorStatus::Off;
  qmi::List indicators;
  for (const std::uint8_t interface : network.radio_interfaces) {
    indicators.emplace_back(qmi::Struct{{"radio interface", interface}, {"roaming indicator", roaming}});
  }
  message.set(tlv::roaming_indicator, roaming);
  message.set(tlv::data_service_capability, list_of(network.data_capabilities));
  message.set(tlv::current_plmn,
              qmi::Struct{{"mcc", network.mcc}, {"mnc", network.mnc}, {"description", network.network}});
  message.set(tlv::roaming_indicator_list, std::move(indicators));
}

/// A network's name by its codes: of those in reach, and of the SIM's own.
const std::string* find_name(const Core& core, std::uint64_t mcc, std::uint64_t mnc) {
  const auto is_it = [&](const auto& network) { return network.mcc == mcc && network.mnc == mnc; };
  if (is_it(core.radio.registration())) return &core.radio.registration().network;
  for (const OtherNetwork& network : core.profile.scan.networks) {
    if (is_it(network)) return &network.network;
  }
  return is_it(core.profile.home_network) ? &core.profile.home_network.network : nullptr;
}

}  // namespace

void get_serving_system(Core& core, const qmi::Message& request) {
  qmi::Message response = qmi::response_to(request.header);
  add_serving_system(response, core.radio);
  core.send(std::move(response));
}

void report_serving_system(Core& core) {
  qmi::Message report = qmi::indication(nas::service, 0, nas::get_serving_system::id);
  add_serving_system(report, core.radio);
  if (report.tlvs == core.nas.told_serving_system) return;
  core.nas.told_serving_system = report.tlvs;
  for (const std::uint8_t client : core.client_ids.clients_of(nas::service)) {
    if (!core.nas.clients[client].serving_system) continue;
    report.header.client = client;
    core.send(report);
  }
}

void get_home_network(Core& core, const qmi::Message& request) {
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  const HomeNetwork& home = core.profile.home_network;
  core.send(qmi::response_to(request.header)
                .set(nas::get_home_network::response::home_network,
                     qmi::Struct{{"mcc", home.mcc}, {"mnc", home.mnc}, {"description", home.network}}));
}

qmi::List bands_in_use(const Core& core) {
  qmi::List bands;
  if (!core.radio.registered()) return bands;
  const NetworkSettings& network = *core.radio.network();
  for (const std::uint8_t interface : network.radio_interfaces) {
    bands.emplace_back(qmi::Struct{
        {"radio interface", interface}, {"active band class", network.band}, {"active channel", network.channel}});
  }
  return bands;
}

void get_rf_band_information(Core& core, const qmi::Message& request) {
  // Guessed: without a network no band is the active one, and the list is empty. libqmi 1.32 reads the list before it
  // looks at the result, as if no modem refused this.
  core.send(qmi::response_to(request.header).set(nas::get_rf_band_information::response::list, bands_in_use(core)));
}

void get_plmn_name(Core& core, const qmi::Message& request) {
  using nas::PlmnNameCountryInitials;
  using nas::PlmnNameEncoding;
  const qmi::Value* plmn = request.find(nas::get_plmn_name::request::plmn);
  const std::string* name = find_name(core, number(plmn, "mcc"), number(plmn, "mnc"));
  // Guessed: of a network that neither SIM nor cells have told about, there is no entry.
  if (name == nullptr) return core.refuse(request, ErrorCode::NoEntry);
  const qmi::Bytes text(name->begin(), name->end());
  const std::uint8_t spare_bits = 0;
  // Guessed: the SIM has no service provider's name, and the short name is the long one.
  core.send(qmi::response_to(request.header)
                .set(nas::get_plmn_name::response::name,
                     qmi::Struct{{"service provider name encoding", PlmnNameEncoding::Ascii},
                                 {"service provider name", qmi::Bytes{}},
                                 {"short name encoding", PlmnNameEncoding::Ascii},
                                 {"short name country initials", PlmnNameCountryInitials::DoNotAdd},
                                 {"short name spare bits", spare_bits},
                                 {"short name", text},
                                 {"long name encoding", PlmnNameEncoding::Ascii},
                                 {"long name country initials", PlmnNameCountryInitials::DoNotAdd},
                                 {"long name spare bits", spare_bits},
                                 {"long name", text}}));
}

}  // namespace modembench::modem
