#include "emulator/modem/ctl.hpp"

#include <array>

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace ctl = qmi::ctl;
using qmi::ErrorCode;

// Which link it is among several; the answer repeats the request's number. Guessed: no trace of an answer
// with another one was found.
void set_instance_id(Core& core, const qmi::Message& request) {
  const auto id = static_cast<std::uint16_t>(number(request.find(ctl::set_instance_id::request::id)));
  core.send(qmi::response_to(request.header).set(ctl::set_instance_id::response::link_id, id));
}

void get_version_info(Core& core, const qmi::Message& request) {
  qmi::List list;
  for (const ServiceVersion& version : core.profile.services) {
    list.emplace_back(qmi::Struct{{"service", version.service},
                                  {"major version", version.major_version},
                                  {"minor version", version.minor_version}});
  }
  core.send(qmi::response_to(request.header).set(ctl::get_version_info::response::service_list, std::move(list)));
}

void allocate_cid(Core& core, const qmi::Message& request) {
  const std::uint64_t service = number(request.find(ctl::allocate_cid::request::service));
  if (service == ctl::service || service > 0xFF || !core.has_service(static_cast<std::uint8_t>(service))) {
    return core.refuse(request, ErrorCode::InvalidServiceType);
  }
  const auto client = core.client_ids.allocate(static_cast<std::uint8_t>(service));
  if (!client) return core.refuse(request, ErrorCode::ClientIdsExhausted);
  core.send(
      qmi::response_to(request.header)
          .set(ctl::allocate_cid::response::allocation_info, qmi::Struct{{"service", service}, {"cid", *client}}));
}

// Always answered: a client may wait for this answer for ever.
void release_cid(Core& core, const qmi::Message& request) {
  const qmi::Value* info = request.find(ctl::release_cid::request::release_info);
  const auto service = static_cast<std::uint8_t>(number(info, "service"));
  const auto client = static_cast<std::uint8_t>(number(info, "cid"));
  if (!core.client_ids.holds(service, client)) return core.refuse(request, ErrorCode::InvalidClientId);
  core.send(qmi::response_to(request.header)
                .set(ctl::release_cid::response::release_info, qmi::Struct{{"service", service}, {"cid", client}}));
  core.release(service, client);
}

// 802.3 is all a Gobi has. A QoS header may be asked for: nothing here carries data that would have one.
void set_data_format(Core& core, const qmi::Message& request) {
  using ctl::LinkProtocol;
  const std::uint64_t format = number(request.find(ctl::set_data_format::request::format));
  const qmi::Value* protocol = request.find(ctl::set_data_format::request::protocol);
  const bool is_802_3 = protocol == nullptr || protocol->number() == static_cast<std::uint64_t>(LinkProtocol::_802_3);
  if (!is_802_3 || format > static_cast<std::uint64_t>(ctl::DataFormat::QosHeaderPresent)) {
    return core.refuse(request, ErrorCode::InvalidDataFormat);
  }
  core.send(qmi::response_to(request.header).set(ctl::set_data_format::response::protocol, LinkProtocol::_802_3));
}

void sync(Core& core, const qmi::Message& request) {
  core.succeed(request);
  core.release_all();
  core.ctl = {};
}

// Nothing in this modem causes a report of the control service, nor does it ever doze.
void accept(Core& core, const qmi::Message& request) { core.succeed(request); }

void set_power_save_mode(Core& core, const qmi::Message& request) {
  core.ctl.power_save_mode = static_cast<std::uint8_t>(number(request.find(ctl::set_power_save_mode::request::mode)));
  core.succeed(request);
}

void get_power_save_mode(Core& core, const qmi::Message& request) {
  core.send(qmi::response_to(request.header).set(ctl::get_power_save_mode::response::mode, core.ctl.power_save_mode));
}

constexpr std::array kRoutes = {
    Route{ctl::set_instance_id::id, set_instance_id},
    Route{ctl::get_version_info::id, get_version_info},
    Route{ctl::allocate_cid::id, allocate_cid},
    Route{ctl::release_cid::id, release_cid},
    Route{ctl::set_data_format::id, set_data_format},
    Route{ctl::sync::id, sync},
    Route{ctl::set_event_report::id, accept},
    Route{ctl::set_power_save_config::id, accept},
    Route{ctl::set_power_save_mode::id, set_power_save_mode},
    Route{ctl::get_power_save_mode::id, get_power_save_mode},
};

}  // namespace

std::span<const Route> ctl_routes() { return kRoutes; }

}  // namespace modembench::modem
