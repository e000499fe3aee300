#include "emulator/modem/ctl.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/stored_value.hpp"
#include "emulator/qmi/messages/ctl.hpp"

namespace modembench::modem {

namespace {

namespace ctl = qmi::ctl;
using qmi::ErrorCode;

std::vector<ctl::ServiceVersion> versions_of(const std::vector<ServiceVersion>& services) {
  std::vector<ctl::ServiceVersion> list;
  for (const ServiceVersion& version : services) {
    list.push_back({version.service, version.major_version, version.minor_version});
  }
  return list;
}

// Which link it is among several; the answer repeats the request's number. Guessed: no trace of an answer
// with another one was found.
void set_instance_id(Core& core, const Asked<ctl::set_instance_id::Request>& request) {
  if (!core.settings.control.instance_id) return core.refuse(request, ErrorCode::InvalidQmiCommand);
  core.respond(request, ctl::set_instance_id::Response{.link_id = request->id});
}

void get_version_info(Core& core, const Asked<ctl::get_version_info::Request>& request) {
  const std::string& label = core.settings.control.version_addendum;
  ctl::get_version_info::Response response{.service_list = versions_of(core.identity.services)};
  // Guessed: the services of the addendum are those of the list. No trace of one was found.
  if (!label.empty()) response.addendum = {label, response.service_list};
  core.respond(request, response);
}

void allocate_cid(Core& core, const Asked<ctl::allocate_cid::Request>& request) {
  const std::uint8_t service = request->service;
  if (service == ctl::service || !core.has_service(service)) {
    return core.refuse(request, ErrorCode::InvalidServiceType);
  }
  const auto client = core.client_ids.allocate(service);
  if (!client) return core.refuse(request, ErrorCode::ClientIdsExhausted);
  core.respond(request, ctl::allocate_cid::Response{.allocation_info = {service, *client}});
}

// Always answered: a client may wait for this answer for ever.
void release_cid(Core& core, const Asked<ctl::release_cid::Request>& request) {
  const auto [service, client] = request->release_info;
  if (!core.client_ids.holds(service, client)) return core.refuse(request, ErrorCode::InvalidClientId);
  core.respond(request, ctl::release_cid::Response{.release_info = {service, client}});
  core.release(service, client);
  if (core.settings.client_ids.release_indicated) {
    core.indicate(0, ctl::release_cid_indication::Indication{.release_info = {service, client}});
  }
}

// 802.3 is all a Gobi has. A QoS header may be asked for. Guessed: frames have none all the same.
void set_data_format(Core& core, const Asked<ctl::set_data_format::Request>& request) {
  using ctl::LinkProtocol;
  const LinkProtocol protocol = request->protocol.value_or(LinkProtocol::_802_3);
  const bool has_protocol =
      protocol == LinkProtocol::_802_3 || (protocol == LinkProtocol::RawIp && core.settings.control.raw_ip);
  if (!has_protocol || request->format > ctl::DataFormat::QosHeaderPresent) {
    return core.refuse(request, ErrorCode::InvalidDataFormat);
  }
  core.ctl.link_protocol = protocol;
  core.respond(request, ctl::set_data_format::Response{.protocol = protocol});
}

void sync(Core& core, const Asked<ctl::sync::Request>& request) {
  using Sync = ClientIdSettings::Sync;
  if (core.settings.client_ids.sync == Sync::unknown) return core.refuse(request, ErrorCode::InvalidQmiCommand);
  core.succeed(request);
  if (core.settings.client_ids.sync == Sync::keeps) return;
  core.release_all();
  // Guessed: what was agreed about frames stays; libqmi says it anew after each Sync.
  const auto link_protocol = core.ctl.link_protocol;
  core.ctl = {};
  core.ctl.link_protocol = link_protocol;
}

void set_event_report(Core& core, const Asked<ctl::set_event_report::Request>& request) {
  core.ctl.reports_power_save = request->reporting != 0;
  core.succeed(request);
}

void set_power_save_config(Core& core, const Asked<ctl::set_power_save_config::Request>& request) {
  const auto [state, service] = request->descriptor;
  if (state > ctl::PowerSaveState::PowerDown) return core.refuse(request, ErrorCode::InvalidArgument);
  if (!core.has_service(service)) return core.refuse(request, ErrorCode::InvalidServiceType);
  CtlState::Permitted permitted{state, service, request->permitted_indications.value_or(std::vector<std::uint16_t>())};
  if (permitted.messages.size() > kMaxPermittedIndications) return core.refuse(request, ErrorCode::ArgumentTooLong);
  std::erase_if(core.ctl.permitted, [&](const CtlState::Permitted& known) {
    return known.state == permitted.state && known.service == permitted.service;
  });
  core.ctl.permitted.push_back(std::move(permitted));
  core.succeed(request);
}

void set_power_save_mode(Core& core, const Asked<ctl::set_power_save_mode::Request>& request) {
  const ctl::PowerSaveState now = request->mode;
  if (now > ctl::PowerSaveState::PowerDown) return core.refuse(request, ErrorCode::InvalidArgument);
  core.succeed(request);
  const auto before = std::exchange(core.ctl.power_save, now);
  if (before == now || !core.ctl.reports_power_save) return;
  core.indicate(0, ctl::set_event_report::Indication{.report = {now, before}});
}

constexpr std::array kHandlers = {
    route<set_instance_id>,  route<get_version_info>,      route<allocate_cid>,
    route<release_cid>,      route<set_data_format>,       route<sync>,
    route<set_event_report>, route<set_power_save_config>, route<set_power_save_mode>,
};
constexpr std::tuple kStored = {
    messages(told(&ctl::get_power_save_mode::Response::mode, &CtlState::power_save)),
};
constexpr auto kRoutes = sorted(kHandlers, stored_routes<kStored, &Core::ctl>);

}  // namespace

std::span<const Route> ctl_routes() { return kRoutes; }

// Guessed: a service that the host never spoke of isn't held back, and what is held back is lost.
bool CtlState::lets_pass(const qmi::Header& indication) const {
  if (power_save == PowerSaveState::Normal || indication.service == ctl::service) return true;
  const auto found = std::find_if(permitted.begin(), permitted.end(), [&](const Permitted& known) {
    return known.state == power_save && known.service == indication.service;
  });
  if (found == permitted.end()) return true;
  return std::find(found->messages.begin(), found->messages.end(), indication.message) != found->messages.end();
}

void indicate_invalid_client(Core& core, const qmi::Header& request) {
  if (!core.settings.client_ids.invalid_indicated || request.service == ctl::service) return;
  core.indicate(0, ctl::invalid_cid::Indication{.release_info = {request.service, request.client}});
}

}  // namespace modembench::modem
