#include "emulator/modem/wds.hpp"

#include <array>
#include <tuple>

#include "emulator/modem/core.hpp"
#include "emulator/modem/handling.hpp"
#include "emulator/modem/stored_value.hpp"
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

void reset(Core& core, const Asked<wds::reset::Request>& request) {
  core.succeed(request);
  stop_reports(core, request.header.client);
  core.wds.clients.forget(request.header.client);
  end_calls_of(core, request.header.client);
}

void set_ip_family(Core& core, const Asked<wds::set_ip_family::Request>& request) {
  const auto family = ip_family(request->preference);
  if (!family) return core.refuse(request, ErrorCode::InvalidIpFamilyPreference);
  core.wds.clients[request.header.client].family = *family;
  core.succeed(request);
}

// Of the call dialled over the modem port; nobody dials there. So its reports may be asked for and never come.
void get_modem_info(Core& core, const Asked<wds::get_modem_info::Request>& request) {
  wds::get_modem_info::Response response;
  if (has(request->requested_info, wds::ModemInfo::ConnectionStatus)) {
    response.status = wds::get_modem_info::Response::Status{.connection_status = wds::ConnectionStatus::Disconnected};
  }
  core.respond(request, response);
}

using GetAutoconnect = wds::get_autoconnect_settings::Response;
constexpr std::tuple kAutoconnect = {
    messages(told(&GetAutoconnect::status, &Autoconnect::setting),
             told(&GetAutoconnect::roaming, &Autoconnect::roaming)),
};

constexpr std::array kHandlers = {
    route<reset>,
    route<set_wds_event_report>,
    route<abort_start>,
    route<start_network>,
    route<stop_network>,
    route<get_packet_service_status>,
    route<get_channel_rates>,
    route<get_packet_statistics>,
    route<go_dormant>,
    route<go_active>,
    route<create_profile>,
    route<modify_profile>,
    route<delete_profile>,
    route<get_profile_list>,
    route<get_profile_settings>,
    route<get_default_settings>,
    route<get_current_settings>,
    route<get_dormancy_status>,
    route<get_data_session_duration>,
    route<get_data_bearer_technology>,
    route<get_modem_info>,
    route<get_current_data_bearer_technology>,
    route<get_call_list>,
    route<get_call_record>,
    route<clear_call_list>,
    route<get_call_list_max_size>,
    route<set_ip_family>,
    route<set_autoconnect_settings>,
    route<get_dns_settings>,
    route<set_dns_settings>,
};
constexpr auto kRoutes = sorted(kHandlers, stored_routes<kAutoconnect, &Core::wds, &WdsState::autoconnect>);

}  // namespace

std::span<const Route> wds_routes() { return kRoutes; }

void restore_wds_defaults(Core& core) { core.wds.profiles = {}; }

void advance_wds(Core& core) {
  follow_network(core, false);
  answer_due_starts(core);
  attempt_due_autoconnect(core);
  report_due_statistics(core);
}

}  // namespace modembench::modem
