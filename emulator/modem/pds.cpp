#include "emulator/modem/pds.hpp"

#include <array>
#include <tuple>

#include "emulator/modem/core.hpp"
#include "emulator/modem/handling.hpp"
#include "emulator/modem/pds_reports.hpp"
#include "emulator/modem/pds_sessions.hpp"
#include "emulator/modem/stored_value.hpp"
#include "emulator/qmi/messages/pds.hpp"

namespace modembench::modem {

namespace {

namespace pds = qmi::pds;
using qmi::ErrorCode;
using Status = pds::PositionSessionStatus;

void reset(Core& core, const Asked<pds::reset::Request>& request) {
  core.pds.clients.forget(request.header.client);
  core.succeed(request);
}

// What is asked for besides these (injections, Wi-Fi, network prompts, and of ofono's the debug strings that came
// later) never happens here.
void set_event_report(Core& core, const Asked<pds::set_event_report::Request>& request) {
  auto& client = core.pds.clients[request.header.client];
  follow(request->nmea_position_reporting, client.nmea);
  follow(request->extended_nmea_position_reporting, client.extended_nmea);
  follow(request->parsed_position_reporting, client.parsed);
  core.succeed(request);
}

void get_service_state(Core& core, const Asked<pds::get_gps_service_state::Request>& request) {
  core.respond(request, pds::get_gps_service_state::Response{.state = service_state(core)});
}

// NoEffect: ModemManager takes it for success, so that some modem says it.
void set_service_state(Core& core, const Asked<pds::set_gps_service_state::Request>& request) {
  const bool enabled = request->state.gps_service_state != 0;
  if (enabled == core.pds.enabled) return core.refuse(request, ErrorCode::NoEffect);
  core.succeed(request);
  enable_service(core, enabled);
}

void start_tracking_session(Core& core, const Asked<pds::start_tracking_session::Request>& request) {
  const pds::ManualSession& asked = request->session;
  TrackingSession session;
  session.control = asked.session_control;
  session.type = asked.session_type;
  session.operation = asked.session_operation;
  session.server = asked.server_option;
  session.timeout = asked.position_data_timeout;
  session.fixes = asked.position_data_count;
  session.interval = asked.interval;
  session.accuracy = asked.accuracy_threshold;
  const ErrorCode error = why_not_started(core.pds, session);
  core.answer(request, error);
  start_session(core, session);
}

void get_tracking_session_info(Core& core, const Asked<pds::get_tracking_session_info::Request>& request) {
  const auto& session = core.pds.session;
  // Guessed from the error's name.
  if (!session) return core.refuse(request, ErrorCode::InformationUnavailable);
  core.respond(request, pds::get_tracking_session_info::Response{.session = {
                                                                     .session_control = session->control,
                                                                     .session_type = session->type,
                                                                     .session_operation = session->operation,
                                                                     .server_option = session->server,
                                                                     .position_data_timeout = session->timeout,
                                                                     .position_data_count = session->fixes,
                                                                     .interval = session->interval,
                                                                     .accuracy_threshold = session->accuracy,
                                                                 }});
}

// The next fix now instead of at its time.
void fix_position(Core& core, const Asked<pds::fix_position::Request>& request) {
  if (!core.pds.session) return core.refuse(request, ErrorCode::InvalidOperation);
  core.succeed(request);
  core.pds.session->next_fix = core.now();
}

template <class Request>
void end_tracking_session(Core& core, const Asked<Request>& request) {
  if (!core.pds.session) return core.refuse(request, ErrorCode::NoEffect);
  core.succeed(request);
  end_session(core, Status::UserEndedSession);
}

/// Null for a network mode that there isn't.
LocationServer* server_of(Core& core, std::optional<pds::NetworkMode> mode) {
  const auto index = mode ? static_cast<std::size_t>(*mode) : 0;
  return index < core.pds.location_servers.size() ? &core.pds.location_servers[index] : nullptr;
}

void get_agps_config(Core& core, const Asked<pds::get_agps_config::Request>& request) {
  const auto* server = server_of(core, request->network_mode);
  if (server == nullptr) return core.refuse(request, ErrorCode::InvalidArgument);
  core.respond(request, pds::get_agps_config::Response{
                            .location_server_address = pds::LocationServer{server->ip, server->port},
                            .location_server_url = server->url,
                        });
}

void set_agps_config(Core& core, const Asked<pds::set_agps_config::Request>& request) {
  auto* server = server_of(core, request->network_mode_of_gobi);
  if (server == nullptr) return core.refuse(request, ErrorCode::InvalidArgument);
  if (const auto& address = request->location_server_address) {
    server->ip = address->ip;
    server->port = address->port;
  }
  server->url = request->location_server_url.value_or(server->url);
  core.succeed(request);
}

void get_auto_tracking_state(Core& core, const Asked<pds::get_auto_tracking_state::Request>& request) {
  core.respond(request, pds::get_auto_tracking_state::Response{.state = {std::uint8_t{core.pds.auto_tracking}}});
}

// Guessed from ModemManager, which wants positions and does no more than this with the service on. Off is about the
// next time: a session that runs goes on.
void set_auto_tracking_state(Core& core, const Asked<pds::set_auto_tracking_state::Request>& request) {
  core.pds.auto_tracking = request->state.auto_tracking_state != 0;
  core.succeed(request);
  if (core.pds.auto_tracking) start_session(core, default_session(core.pds));
}

// Everything that helps to a fix is forgotten: it takes its time again.
void reset_data(Core& core, const Asked<pds::reset_pds_data::Request>& request) {
  if (core.pds.session) core.pds.session->started = core.now();
  core.succeed(request);
}

void single_position_fix(Core& core, const Asked<pds::single_position_fix::Request>& request) {
  TrackingSession session = default_session(core.pds);
  session.fixes = 1;
  session.operation = request->session_operation.value_or(session.operation);
  session.timeout = request->position_data_timeout.value_or(session.timeout);
  session.accuracy = request->accuracy_threshold.value_or(session.accuracy);
  core.answer(request, why_not_started(core.pds, session));
  start_session(core, session);
}

constexpr bool is_known(const pds::NmeaConfig& config) {
  return config.output <= pds::NmeaOutput::SharedMemory && config.reporting <= pds::NmeaReporting::FinalPositionOnly;
}

constexpr std::tuple kStored = {
    messages(stored(&pds::set_nmea_config::Request::config, &pds::get_nmea_config::Response::config, &PdsState::nmea,
                    is_known)),
    messages(stored(&pds::set_default_tracking_session::Request::info,
                    &pds::get_default_tracking_session::Response::info, &PdsState::defaults)),
};

constexpr std::array kHandlers = {
    route<reset>,
    route<set_event_report>,
    route<get_service_state>,
    route<set_service_state>,
    route<start_tracking_session>,
    route<get_tracking_session_info>,
    route<fix_position>,
    route<end_tracking_session<pds::end_tracking_session::Request>>,
    route<get_agps_config>,
    route<set_agps_config>,
    route<get_auto_tracking_state>,
    route<set_auto_tracking_state>,
    route<reset_data>,
    route<single_position_fix>,
    route<end_tracking_session<pds::cancel_single_position_fix::Request>>,
};
constexpr auto kRoutes = sorted(kHandlers, stored_routes<kStored, &Core::pds>);

}  // namespace

std::span<const Route> pds_routes() { return kRoutes; }

}  // namespace modembench::modem
