#include "emulator/modem/wds.hpp"

#include <algorithm>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/wds_calls.hpp"
#include "emulator/modem/wds_history.hpp"
#include "emulator/modem/wds_profiles.hpp"
#include "emulator/modem/wds_settings.hpp"
#include "emulator/modem/wds_start.hpp"
#include "emulator/modem/wds_statistics.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;
using qmi::ErrorCode;

void reset(Core& core, const qmi::Message& request) {
  core.succeed(request);
  stop_reports(core, request.header.client);
  core.wds.clients[request.header.client] = {};
  end_calls_of(core, request.header.client);
}

void set_ip_family(Core& core, const qmi::Message& request) {
  const auto family = ip_family(number(request.find(wds::set_ip_family::request::preference)));
  if (!family) return core.refuse(request, ErrorCode::InvalidIpFamilyPreference);
  core.wds.clients[request.header.client].family = *family;
  core.succeed(request);
}

// Of the call dialled over the modem port; nobody dials there. So its reports may be asked for and never come.
void get_modem_info(Core& core, const qmi::Message& request) {
  const std::uint64_t mask = number(request.find(wds::get_modem_info::request::requested_info));
  qmi::Message response = qmi::response_to(request.header);
  if ((mask & static_cast<std::uint64_t>(wds::ModemInfo::ConnectionStatus)) != 0) {
    response.set(wds::get_modem_info::response::status,
                 qmi::Struct{{"connection status", wds::ConnectionStatus::Disconnected}, {"duration", 0U}});
  }
  core.send(std::move(response));
}

constexpr std::array kRoutes = {
    Route{wds::reset::id, reset},
    Route{wds::set_event_report::id, set_wds_event_report},
    Route{wds::abort::id, abort_start},
    Route{wds::start_network::id, start_network},
    Route{wds::stop_network::id, stop_network},
    Route{wds::get_packet_service_status::id, get_packet_service_status},
    Route{wds::get_channel_rates::id, get_channel_rates},
    Route{wds::get_packet_statistics::id, get_packet_statistics},
    Route{wds::go_dormant::id, go_dormant},
    Route{wds::go_active::id, go_active},
    Route{wds::create_profile::id, create_profile},
    Route{wds::modify_profile::id, modify_profile},
    Route{wds::delete_profile::id, delete_profile},
    Route{wds::get_profile_list::id, get_profile_list},
    Route{wds::get_profile_settings::id, get_profile_settings},
    Route{wds::get_default_settings::id, get_default_settings},
    Route{wds::get_current_settings::id, get_current_settings},
    Route{wds::get_dormancy_status::id, get_dormancy_status},
    Route{wds::get_autoconnect_settings::id, get_autoconnect_settings},
    Route{wds::get_data_session_duration::id, get_data_session_duration},
    Route{wds::get_data_bearer_technology::id, get_data_bearer_technology},
    Route{wds::get_modem_info::id, get_modem_info},
    Route{wds::get_current_data_bearer_technology::id, get_current_data_bearer_technology},
    Route{wds::get_call_list::id, get_call_list},
    Route{wds::get_call_record::id, get_call_record},
    Route{wds::clear_call_list::id, clear_call_list},
    Route{wds::get_call_list_max_size::id, get_call_list_max_size},
    Route{wds::set_ip_family::id, set_ip_family},
    Route{wds::set_autoconnect_settings::id, set_autoconnect_settings},
    Route{wds::get_dns_settings::id, get_dns_settings},
    Route{wds::set_dns_settings::id, set_dns_settings},
};
static_assert(std::is_sorted(kRoutes.begin(), kRoutes.end(),
                             [](const Route& a, const Route& b) { return a.message < b.message; }));

}  // namespace

std::span<const Route> wds_routes() { return kRoutes; }

void advance_wds(Core& core) {
  follow_network(core, false);
  answer_due_starts(core);
  attempt_due_autoconnect(core);
  report_due_statistics(core);
}

}  // namespace modembench::modem
