#include "emulator/modem/ctl.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace ctl = qmi::ctl;
using qmi::ErrorCode;

qmi::Value client_id(std::uint64_t service, std::uint64_t client) {
  return qmi::Struct{{"service", service}, {"cid", client}};
}

qmi::Value versions_of(const std::vector<ServiceVersion>& services) {
  qmi::List list;
  for (const ServiceVersion& version : services) {
    list.emplace_back(qmi::Struct{{"service", version.service},
                                  {"major version", version.major_version},
                                  {"minor version", version.minor_version}});
  }
  return list;
}

// Which link it is among several; the answer repeats the request's number. Guessed: no trace of an answer
// with another one was found.
void set_instance_id(Core& core, const qmi::Message& request) {
  if (!core.profile.control.instance_id) return core.refuse(request, ErrorCode::InvalidQmiCommand);
  const auto id = static_cast<std::uint16_t>(number(request.find(ctl::set_instance_id::request::id)));
  core.send(qmi::response_to(request.header).set(ctl::set_instance_id::response::link_id, id));
}

void get_version_info(Core& core, const qmi::Message& request) {
  namespace tlv = ctl::get_version_info::response;
  const std::string& label = core.profile.control.version_addendum;
  qmi::Message response = qmi::response_to(request.header).set(tlv::service_list, versions_of(core.profile.services));
  // Guessed: the services of the addendum are those of the list. No trace of one was found.
  if (!label.empty()) {
    response.set(tlv::addendum, qmi::Struct{{"version", label}, {"services", versions_of(core.profile.services)}});
  }
  core.send(std::move(response));
}

void allocate_cid(Core& core, const qmi::Message& request) {
  const std::uint64_t service = number(request.find(ctl::allocate_cid::request::service));
  if (service == ctl::service || service > 0xFF || !core.has_service(static_cast<std::uint8_t>(service))) {
    return core.refuse(request, ErrorCode::InvalidServiceType);
  }
  const auto client = core.client_ids.allocate(static_cast<std::uint8_t>(service));
  if (!client) return core.refuse(request, ErrorCode::ClientIdsExhausted);
  core.send(
      qmi::response_to(request.header).set(ctl::allocate_cid::response::allocation_info, client_id(service, *client)));
}

// Always answered: a client may wait for this answer for ever.
void release_cid(Core& core, const qmi::Message& request) {
  const qmi::Value* info = request.find(ctl::release_cid::request::release_info);
  const auto service = static_cast<std::uint8_t>(number(info, "service"));
  const auto client = static_cast<std::uint8_t>(number(info, "cid"));
  if (!core.client_ids.holds(service, client)) return core.refuse(request, ErrorCode::InvalidClientId);
  core.send(qmi::response_to(request.header).set(ctl::release_cid::response::release_info, client_id(service, client)));
  core.release(service, client);
  if (core.profile.client_ids.release_indicated) {
    core.send(qmi::indication(ctl::service, 0, ctl::release_cid_indication::id)
                  .set(ctl::release_cid_indication::indication::release_info, client_id(service, client)));
  }
}

// 802.3 is all a Gobi has. A QoS header may be asked for. Guessed: frames have none all the same.
void set_data_format(Core& core, const qmi::Message& request) {
  using ctl::LinkProtocol;
  const std::uint64_t format = number(request.find(ctl::set_data_format::request::format));
  const qmi::Value* asked = request.find(ctl::set_data_format::request::protocol);
  const auto protocol = asked != nullptr ? static_cast<LinkProtocol>(asked->number()) : LinkProtocol::_802_3;
  const bool has_protocol =
      protocol == LinkProtocol::_802_3 || (protocol == LinkProtocol::RawIp && core.profile.control.raw_ip);
  if (!has_protocol || format > static_cast<std::uint64_t>(ctl::DataFormat::QosHeaderPresent)) {
    return core.refuse(request, ErrorCode::InvalidDataFormat);
  }
  core.ctl.link_protocol = protocol;
  core.send(qmi::response_to(request.header).set(ctl::set_data_format::response::protocol, protocol));
}

void sync(Core& core, const qmi::Message& request) {
  using Sync = ClientIdSettings::Sync;
  if (core.profile.client_ids.sync == Sync::unknown) return core.refuse(request, ErrorCode::InvalidQmiCommand);
  core.succeed(request);
  if (core.profile.client_ids.sync == Sync::keeps) return;
  core.release_all();
  // Guessed: what was agreed about frames stays; libqmi says it anew after each Sync.
  const auto link_protocol = core.ctl.link_protocol;
  core.ctl = {};
  core.ctl.link_protocol = link_protocol;
}

void set_event_report(Core& core, const qmi::Message& request) {
  core.ctl.reports_power_save = number(request.find(ctl::set_event_report::request::reporting)) != 0;
  core.succeed(request);
}

void set_power_save_config(Core& core, const qmi::Message& request) {
  namespace tlv = ctl::set_power_save_config::request;
  const qmi::Value* descriptor = request.find(tlv::descriptor);
  const std::uint64_t state = number(descriptor, "state");
  const auto service = static_cast<std::uint8_t>(number(descriptor, "service"));
  if (state > static_cast<std::uint64_t>(ctl::PowerSaveState::PowerDown)) {
    return core.refuse(request, ErrorCode::InvalidArgument);
  }
  if (!core.has_service(service)) return core.refuse(request, ErrorCode::InvalidServiceType);
  CtlState::Permitted permitted{static_cast<ctl::PowerSaveState>(state), service, {}};
  if (const qmi::Value* messages = request.find(tlv::permitted_indications)) {
    if (messages->list().size() > kMaxPermittedIndications) return core.refuse(request, ErrorCode::ArgumentTooLong);
    for (const qmi::Value& message : messages->list()) {
      permitted.messages.push_back(static_cast<std::uint16_t>(message.number()));
    }
  }
  std::erase_if(core.ctl.permitted, [&](const CtlState::Permitted& known) {
    return known.state == permitted.state && known.service == permitted.service;
  });
  core.ctl.permitted.push_back(std::move(permitted));
  core.succeed(request);
}

void set_power_save_mode(Core& core, const qmi::Message& request) {
  const std::uint64_t mode = number(request.find(ctl::set_power_save_mode::request::mode));
  if (mode > static_cast<std::uint64_t>(ctl::PowerSaveState::PowerDown)) {
    return core.refuse(request, ErrorCode::InvalidArgument);
  }
  core.succeed(request);
  const auto now = static_cast<ctl::PowerSaveState>(mode);
  const auto before = std::exchange(core.ctl.power_save, now);
  if (before == now || !core.ctl.reports_power_save) return;
  core.send(qmi::indication(ctl::service, 0, ctl::set_event_report::id)
                .set(ctl::set_event_report::indication::report, qmi::Struct{{"current", now}, {"previous", before}}));
}

void get_power_save_mode(Core& core, const qmi::Message& request) {
  core.send(qmi::response_to(request.header).set(ctl::get_power_save_mode::response::mode, core.ctl.power_save));
}

constexpr std::array kRoutes = {
    Route{ctl::set_instance_id::id, set_instance_id},
    Route{ctl::get_version_info::id, get_version_info},
    Route{ctl::allocate_cid::id, allocate_cid},
    Route{ctl::release_cid::id, release_cid},
    Route{ctl::set_data_format::id, set_data_format},
    Route{ctl::sync::id, sync},
    Route{ctl::set_event_report::id, set_event_report},
    Route{ctl::set_power_save_config::id, set_power_save_config},
    Route{ctl::set_power_save_mode::id, set_power_save_mode},
    Route{ctl::get_power_save_mode::id, get_power_save_mode},
};

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
  if (!core.profile.client_ids.invalid_indicated || request.service == ctl::service) return;
  core.send(qmi::indication(ctl::service, 0, ctl::invalid_cid::id)
                .set(ctl::invalid_cid::indication::release_info, client_id(request.service, request.client)));
}

}  // namespace modembench::modem
