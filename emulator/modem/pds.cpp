#include "emulator/modem/pds.hpp"

#include "emulator/modem/core.hpp"
#include "emulator/modem/pds_reports.hpp"
#include "emulator/modem/pds_sessions.hpp"

namespace modembench::modem {

namespace {

namespace pds = qmi::pds;
using qmi::ErrorCode;
using Status = pds::PositionSessionStatus;

void reset(Core& core, const qmi::Message& request) {
  core.pds.clients[request.header.client] = {};
  core.succeed(request);
}

// What is asked for besides these (injections, Wi-Fi, network prompts, and of ofono's the debug strings that came
// later) never happens here.
void set_event_report(Core& core, const qmi::Message& request) {
  namespace tlv = pds::set_event_report::request;
  auto& client = core.pds.clients[request.header.client];
  const auto take = [&](std::uint8_t id, bool& wanted) {
    if (const qmi::Value* value = request.find(id)) wanted = value->number() != 0;
  };
  take(tlv::nmea_position_reporting, client.nmea);
  take(tlv::extended_nmea_position_reporting, client.extended_nmea);
  take(tlv::parsed_position_reporting, client.parsed);
  core.succeed(request);
}

void get_service_state(Core& core, const qmi::Message& request) {
  qmi::Message response = qmi::response_to(request.header);
  response.set(pds::get_gps_service_state::response::state, service_state(core));
  core.send(std::move(response));
}

// NoEffect: ModemManager takes it for success, so that some modem says it.
void set_service_state(Core& core, const qmi::Message& request) {
  const bool enabled = number(request.find(pds::set_gps_service_state::request::state), "gps service state") != 0;
  if (enabled == core.pds.enabled) return core.refuse(request, ErrorCode::NoEffect);
  core.succeed(request);
  enable_service(core, enabled);
}

void start_tracking_session(Core& core, const qmi::Message& request) {
  const qmi::Value* asked = request.find(pds::start_tracking_session::request::session);
  const auto byte = [&](std::string_view name) { return static_cast<std::uint8_t>(number(asked, name)); };
  const auto word = [&](std::string_view name) { return static_cast<std::uint32_t>(number(asked, name)); };
  TrackingSession session;
  session.control = byte("session control");
  session.type = byte("session type");
  session.operation = byte("session operation");
  session.server = byte("server option");
  session.timeout = byte("position data timeout");
  session.fixes = word("position data count");
  session.interval = word("interval");
  session.accuracy = word("accuracy threshold");
  const ErrorCode error = why_not_started(core.pds, session);
  core.answer(request, error);
  start_session(core, session);
}

void get_tracking_session_info(Core& core, const qmi::Message& request) {
  const auto& session = core.pds.session;
  // Guessed from the error's name.
  if (!session) return core.refuse(request, ErrorCode::InformationUnavailable);
  qmi::Message response = qmi::response_to(request.header);
  response.set(pds::get_tracking_session_info::response::session,
               qmi::Struct{{"session control", session->control},
                           {"session type", session->type},
                           {"session operation", session->operation},
                           {"server option", session->server},
                           {"position data timeout", session->timeout},
                           {"position data count", session->fixes},
                           {"interval", session->interval},
                           {"accuracy threshold", session->accuracy}});
  core.send(std::move(response));
}

// The next fix now instead of at its time.
void fix_position(Core& core, const qmi::Message& request) {
  if (!core.pds.session) return core.refuse(request, ErrorCode::InvalidOperation);
  core.succeed(request);
  core.pds.session->next_fix = core.now();
}

void end_tracking_session(Core& core, const qmi::Message& request) {
  if (!core.pds.session) return core.refuse(request, ErrorCode::NoEffect);
  core.succeed(request);
  end_session(core, Status::UserEndedSession);
}

void get_nmea_config(Core& core, const qmi::Message& request) {
  qmi::Message response = qmi::response_to(request.header);
  response.set(pds::get_nmea_config::response::config, qmi::Struct{{"sentences", core.pds.nmea_kinds},
                                                                   {"output", core.pds.nmea_output},
                                                                   {"reporting", core.pds.nmea_reporting}});
  core.send(std::move(response));
}

void set_nmea_config(Core& core, const qmi::Message& request) {
  const qmi::Value* config = request.find(pds::set_nmea_config::request::config);
  const auto output = number(config, "output");
  const auto reporting = number(config, "reporting");
  if (output > static_cast<std::uint8_t>(pds::NmeaOutput::SharedMemory) ||
      reporting > static_cast<std::uint8_t>(pds::NmeaReporting::FinalPositionOnly)) {
    return core.refuse(request, ErrorCode::InvalidArgument);
  }
  core.pds.nmea_kinds = static_cast<std::uint8_t>(number(config, "sentences"));
  core.pds.nmea_output = static_cast<std::uint8_t>(output);
  core.pds.nmea_reporting = static_cast<std::uint8_t>(reporting);
  core.succeed(request);
}

void get_default_tracking_session(Core& core, const qmi::Message& request) {
  const TrackingDefaults& defaults = core.pds.defaults;
  qmi::Message response = qmi::response_to(request.header);
  response.set(pds::get_default_tracking_session::response::info,
               qmi::Struct{{"session operation", defaults.operation},
                           {"position data timeout", defaults.timeout},
                           {"interval", defaults.interval},
                           {"accuracy threshold", defaults.accuracy}});
  core.send(std::move(response));
}

void set_default_tracking_session(Core& core, const qmi::Message& request) {
  const qmi::Value* info = request.find(pds::set_default_tracking_session::request::info);
  TrackingDefaults& defaults = core.pds.defaults;
  defaults.operation = static_cast<std::uint8_t>(number(info, "session operation"));
  defaults.timeout = static_cast<std::uint8_t>(number(info, "position data timeout"));
  defaults.interval = static_cast<std::uint32_t>(number(info, "interval"));
  defaults.accuracy = static_cast<std::uint32_t>(number(info, "accuracy threshold"));
  core.succeed(request);
}

/// Null for a network mode that there isn't.
LocationServer* server_of(Core& core, const qmi::Value* mode) {
  const auto index = number(mode);
  return index < core.pds.location_servers.size() ? &core.pds.location_servers[index] : nullptr;
}

void get_agps_config(Core& core, const qmi::Message& request) {
  namespace tlv = pds::get_agps_config::response;
  const auto* server = server_of(core, request.find(pds::get_agps_config::request::network_mode));
  if (server == nullptr) return core.refuse(request, ErrorCode::InvalidArgument);
  qmi::Message response = qmi::response_to(request.header);
  response.set(tlv::location_server_address, qmi::Struct{{"ip", server->ip}, {"port", server->port}});
  response.set(tlv::location_server_url, server->url);
  core.send(std::move(response));
}

void set_agps_config(Core& core, const qmi::Message& request) {
  namespace tlv = pds::set_agps_config::request;
  auto* server = server_of(core, request.find(tlv::network_mode_of_gobi));
  if (server == nullptr) return core.refuse(request, ErrorCode::InvalidArgument);
  if (const qmi::Value* address = request.find(tlv::location_server_address)) {
    server->ip = text(address, "ip");
    server->port = static_cast<std::uint32_t>(number(address, "port"));
  }
  if (const qmi::Value* url = request.find(tlv::location_server_url)) {
    if (const auto* bytes = std::get_if<qmi::Bytes>(&url->data())) server->url = *bytes;
  }
  core.succeed(request);
}

void get_auto_tracking_state(Core& core, const qmi::Message& request) {
  qmi::Message response = qmi::response_to(request.header);
  response.set(pds::get_auto_tracking_state::response::state,
               qmi::Struct{{"auto tracking state", std::uint8_t{core.pds.auto_tracking}}});
  core.send(std::move(response));
}

// Guessed from ModemManager, which wants positions and does no more than this with the service on. Off is about the
// next time: a session that runs goes on.
void set_auto_tracking_state(Core& core, const qmi::Message& request) {
  core.pds.auto_tracking =
      number(request.find(pds::set_auto_tracking_state::request::state), "auto tracking state") != 0;
  core.succeed(request);
  if (core.pds.auto_tracking) start_session(core, default_session(core.pds));
}

// Everything that helps to a fix is forgotten: it takes its time again.
void reset_data(Core& core, const qmi::Message& request) {
  if (core.pds.session) core.pds.session->started = core.now();
  core.succeed(request);
}

void single_position_fix(Core& core, const qmi::Message& request) {
  namespace tlv = pds::single_position_fix::request;
  TrackingSession session = default_session(core.pds);
  session.fixes = 1;
  if (const auto* operation = request.find(tlv::session_operation)) {
    session.operation = static_cast<std::uint8_t>(operation->number());
  }
  if (const auto* timeout = request.find(tlv::position_data_timeout)) {
    session.timeout = static_cast<std::uint8_t>(timeout->number());
  }
  if (const auto* accuracy = request.find(tlv::accuracy_threshold)) {
    session.accuracy = static_cast<std::uint32_t>(accuracy->number());
  }
  core.answer(request, why_not_started(core.pds, session));
  start_session(core, session);
}

constexpr std::array kRoutes = {
    Route{pds::reset::id, reset},
    Route{pds::set_event_report::id, set_event_report},
    Route{pds::get_gps_service_state::id, get_service_state},
    Route{pds::set_gps_service_state::id, set_service_state},
    Route{pds::start_tracking_session::id, start_tracking_session},
    Route{pds::get_tracking_session_info::id, get_tracking_session_info},
    Route{pds::fix_position::id, fix_position},
    Route{pds::end_tracking_session::id, end_tracking_session},
    Route{pds::get_nmea_config::id, get_nmea_config},
    Route{pds::set_nmea_config::id, set_nmea_config},
    Route{pds::get_default_tracking_session::id, get_default_tracking_session},
    Route{pds::set_default_tracking_session::id, set_default_tracking_session},
    Route{pds::get_agps_config::id, get_agps_config},
    Route{pds::set_agps_config::id, set_agps_config},
    Route{pds::get_auto_tracking_state::id, get_auto_tracking_state},
    Route{pds::set_auto_tracking_state::id, set_auto_tracking_state},
    Route{pds::reset_pds_data::id, reset_data},
    Route{pds::single_position_fix::id, single_position_fix},
    Route{pds::cancel_single_position_fix::id, end_tracking_session},
};

}  // namespace

std::span<const Route> pds_routes() { return kRoutes; }

}  // namespace modembench::modem
