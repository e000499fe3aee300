#include "emulator/modem/oma.hpp"

#include <array>
#include <tuple>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/handling.hpp"
#include "emulator/modem/stored_value.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/qmi/messages/oma.hpp"

namespace modembench::modem {

namespace {

namespace oma = qmi::oma;
using oma::SessionFailedReason;
using oma::SessionState;
using qmi::ErrorCode;

/// A session that comes to something goes through three states before it; one that fails stays with the first.
constexpr int kSteps = 3;

bool running(const Core& core) { return core.oma.session && core.oma.session->next_step; }

oma::NetworkInitiatedAlert as_told(const OmaAlert& alert) { return {alert.type, alert.id}; }

void report_session(Core& core) {
  const OmaSession& session = *core.oma.session;
  oma::set_event_report::Indication indication{.session_state = session.state};
  if (session.state == SessionState::Failed) indication.session_fail_reason = session.reason;
  core.indicate_all(core.oma.clients, &OmaState::Client::wants_states, indication);
}

void start(Core& core, oma::SessionType type) {
  const OmaSettings& settings = core.settings.oma;
  const Duration step = settings.outcome == OmaSettings::Outcome::failed ? settings.after : settings.after / kSteps;
  core.oma.session = OmaSession{type, SessionState::Connecting, SessionFailedReason::Unknown, later(core.now(), step)};
  report_session(core);
}

void end(Core& core, SessionState state, SessionFailedReason reason = SessionFailedReason::Unknown) {
  core.oma.session->state = state;
  core.oma.session->reason = reason;
  core.oma.session->next_step.reset();
  report_session(core);
}

void step(Core& core) {
  const OmaSettings& settings = core.settings.oma;
  OmaSession& session = *core.oma.session;
  if (!core.radio.attached()) return end(core, SessionState::Failed, SessionFailedReason::NetworkUnavailable);
  if (settings.outcome == OmaSettings::Outcome::failed) return end(core, SessionState::Failed, settings.reason);
  if (session.state == SessionState::Authenticated) {
    return end(core, settings.outcome == OmaSettings::Outcome::updated
                         ? SessionState::CompleteInformationUpdated
                         : SessionState::CompleteUpdatedInformationUnavailable);
  }
  session.state = session.state == SessionState::Connecting ? SessionState::Connected : SessionState::Authenticated;
  session.next_step = later(core.now(), settings.after / kSteps);
  report_session(core);
}

void raise_alert(Core& core) {
  core.oma.alert_at.reset();
  core.oma.alert = OmaAlert{oma::SessionType::NetworkInitiatedDeviceConfigure, ++core.oma.last_alert};
  core.indicate_all(core.oma.clients, &OmaState::Client::wants_alerts,
                    oma::set_event_report::Indication{.network_initiated_alert = as_told(*core.oma.alert)});
}

void reset(Core& core, const Asked<oma::reset::Request>& request) {
  core.oma.clients.forget(request.header.client);
  core.succeed(request);
}

void set_event_report(Core& core, const Asked<oma::set_event_report::Request>& request) {
  const auto& alerts = request->network_initiated_alert_reporting;
  const auto& states = request->session_state_reporting;
  if (!alerts && !states) return core.refuse(request, ErrorCode::MissingArgument);
  OmaState::Client& client = core.oma.clients[request.header.client];
  follow(alerts, client.wants_alerts);
  follow(states, client.wants_states);
  core.succeed(request);
}

// Which error for what is guessed from the names of the errors.
void start_session(Core& core, const Asked<oma::start_session::Request>& request) {
  const auto& type = request->session_type;
  if (!type) return core.refuse(request, ErrorCode::MissingArgument);
  // Those of the network and of the device are nothing that a client starts.
  if (*type > oma::SessionType::ClientInitiatedHandsFreeActivation) {
    return core.refuse(request, ErrorCode::InvalidSessionType);
  }
  if (running(core)) return core.refuse(request, ErrorCode::IncompatibleState);
  core.succeed(request);
  start(core, *type);
}

void cancel_session(Core& core, const Asked<oma::cancel_session::Request>& request) {
  if (!running(core)) return core.refuse(request, ErrorCode::SessionInactive);
  core.succeed(request);
  end(core, SessionState::Failed, SessionFailedReason::SessionCancelled);
}

void get_session_info(Core& core, const Asked<oma::get_session_info::Request>& request) {
  if (!core.oma.session && !core.oma.alert) return core.refuse(request, ErrorCode::InformationUnavailable);
  oma::get_session_info::Response response;
  if (const auto& session = core.oma.session) {
    response.session_info = {session->state, session->type};
    if (session->state == SessionState::Failed) response.session_failed_reason = session->reason;
  }
  if (core.oma.alert) response.network_initiated_alert = as_told(*core.oma.alert);
  core.respond(request, response);
}

void send_selection(Core& core, const Asked<oma::send_selection::Request>& request) {
  const auto& selection = request->network_initiated_alert_selection;
  if (!selection) return core.refuse(request, ErrorCode::MissingArgument);
  if (!core.oma.alert) return core.refuse(request, ErrorCode::SessionInactive);
  if (selection->session_id != core.oma.alert->id) return core.refuse(request, ErrorCode::SessionInvalid);
  const bool accepted = selection->control_point_selection_accept != 0;
  if (accepted && running(core)) return core.refuse(request, ErrorCode::IncompatibleState);
  const OmaAlert alert = *std::exchange(core.oma.alert, std::nullopt);
  core.succeed(request);
  if (accepted) start(core, alert.type);
}

using GetFeatures = oma::get_feature_setting::Response;
using SetFeatures = oma::set_feature_setting::Request;
constexpr std::tuple kStored = {
    messages(
        stored(&SetFeatures::device_provisioning_service_update_config,
               &GetFeatures::device_provisioning_service_update_config, &OmaState::device_provisioning),
        stored(&SetFeatures::prl_update_service_config, &GetFeatures::prl_update_service_config, &OmaState::prl_update),
        stored(&SetFeatures::hfa_feature_config, &GetFeatures::hfa_feature_config, &OmaState::hands_free_activation),
        told(&GetFeatures::hfa_feature_done_state, &OmaState::hands_free_activation_done)),
};

constexpr std::array kHandlers = {
    route<reset>,          route<set_event_report>, route<start_session>,
    route<cancel_session>, route<get_session_info>, route<send_selection>,
};
constexpr auto kRoutes = sorted(kHandlers, stored_routes<kStored, &Core::oma>);

}  // namespace

std::optional<Instant> OmaState::next_deadline() const {
  return earlier(alert_at, session ? session->next_step : std::nullopt);
}

std::span<const Route> oma_routes() { return kRoutes; }

void advance_oma(Core& core) {
  if (running(core) && *core.oma.session->next_step <= core.now()) step(core);
  if (core.oma.alert_at && *core.oma.alert_at <= core.now()) raise_alert(core);
}

void power_on_oma(Core& core) {
  core.oma.session.reset();
  core.oma.alert.reset();
  core.oma.alert_at.reset();
  if (const auto after = core.settings.oma.alert_after) core.oma.alert_at = later(core.now(), *after);
}

}  // namespace modembench::modem
