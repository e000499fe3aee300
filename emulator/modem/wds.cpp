#include "emulator/modem/wds.hpp"

#include "emulator/modem/core.hpp"
#include "emulator/modem/wds_calls.hpp"
#include "emulator/modem/wds_profiles.hpp"
#include "emulator/modem/wds_settings.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;
using qmi::ErrorCode;

void reset(Core& core, const qmi::Message& request) {
  core.succeed(request);
  core.wds.clients[request.header.client] = {};
  end_calls_of(core, request.header.client);
}

// Nothing of what these report (traffic, bearer, dormancy) changes in this modem.
void set_event_report(Core& core, const qmi::Message& request) { core.succeed(request); }

void set_ip_family(Core& core, const qmi::Message& request) {
  const auto family = ip_family(number(request.find(wds::set_ip_family::request::preference)));
  if (!family) return core.refuse(request, ErrorCode::InvalidIpFamilyPreference);
  core.wds.clients[request.header.client].family = *family;
  core.succeed(request);
}

void get_packet_service_status(Core& core, const qmi::Message& request) {
  const bool connected = call_seen_by(core, request.header.client) != nullptr;
  core.send(qmi::response_to(request.header)
                .set(wds::get_packet_service_status::response::connection_status,
                     connected ? wds::ConnectionStatus::Connected : wds::ConnectionStatus::Disconnected));
}

constexpr std::array kRoutes = {
    Route{wds::reset::id, reset},
    Route{wds::set_event_report::id, set_event_report},
    Route{wds::abort::id, abort_start},
    Route{wds::start_network::id, start_network},
    Route{wds::stop_network::id, stop_network},
    Route{wds::get_packet_service_status::id, get_packet_service_status},
    Route{wds::create_profile::id, create_profile},
    Route{wds::modify_profile::id, modify_profile},
    Route{wds::delete_profile::id, delete_profile},
    Route{wds::get_profile_list::id, get_profile_list},
    Route{wds::get_profile_settings::id, get_profile_settings},
    Route{wds::get_current_settings::id, get_current_settings},
    Route{wds::set_ip_family::id, set_ip_family},
};

}  // namespace

std::span<const Route> wds_routes() { return kRoutes; }

void advance_wds(Core& core) { answer_due_starts(core); }

}  // namespace modembench::modem
