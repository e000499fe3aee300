#include "emulator/modem/oma.hpp"

#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/time.hpp"

namespace modembench::modem {

namespace {

namespace oma = qmi::oma;
using oma::SessionFailedReason;
using oma::SessionState;
using qmi::ErrorCode;

/// A session that comes to something goes through three states before it; one that fails stays with the first.
constexpr int kSteps = 3;

bool running(const Core& core) { return core.oma.session && core.oma.session->next_step; }

qmi::Value in_words(const OmaAlert& alert) {
  return qmi::Struct{{"session type", alert.type}, {"session id", alert.id}};
}

template <class Wants, class Fill>
void report(Core& core, Wants wants, Fill fill) {
  for (const std::uint8_t client : core.client_ids.clients_of(oma::service)) {
    if (!wants(core.oma.clients[client])) continue;
    qmi::Message indication = qmi::indication(oma::service, client, oma::set_event_report::id);
    fill(indication);
    core.send(std::move(indication));
  }
}

void report_session(Core& core) {
  namespace tlv = oma::set_event_report::indication;
  const OmaSession& session = *core.oma.session;
  report(
      core, [](const OmaState::Client& client) { return client.wants_states; },
      [&](qmi::Message& indication) {
        indication.set(tlv::session_state, session.state);
        if (session.state == SessionState::Failed) indication.set(tlv::session_fail_reason, session.reason);
      });
}

void start(Core& core, oma::SessionType type) {
  const OmaSettings& settings = core.profile.oma;
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
  const OmaSettings& settings = core.profile.oma;
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
  report(
      core, [](const OmaState::Client& client) { return client.wants_alerts; },
      [&](qmi::Message& indication) {
        indication.set(oma::set_event_report::indication::network_initiated_alert, in_words(*core.oma.alert));
      });
}

void reset(Core& core, const qmi::Message& request) {
  core.oma.clients[request.header.client] = {};
  core.succeed(request);
}

void set_event_report(Core& core, const qmi::Message& request) {
  namespace tlv = oma::set_event_report::request;
  OmaState::Client& client = core.oma.clients[request.header.client];
  const qmi::Value* alerts = request.find(tlv::network_initiated_alert_reporting);
  const qmi::Value* states = request.find(tlv::session_state_reporting);
  if (alerts == nullptr && states == nullptr) return core.refuse(request, ErrorCode::MissingArgument);
  if (alerts != nullptr) client.wants_alerts = alerts->number() != 0;
  if (states != nullptr) client.wants_states = states->number() != 0;
  core.succeed(request);
}

// Which error for what is guessed from the names of the errors.
void start_session(Core& core, const qmi::Message& request) {
  const qmi::Value* type = request.find(oma::start_session::request::session_type);
  if (type == nullptr) return core.refuse(request, ErrorCode::MissingArgument);
  // Those of the network and of the device are nothing that a client starts.
  if (type->number() > static_cast<std::uint64_t>(oma::SessionType::ClientInitiatedHandsFreeActivation)) {
    return core.refuse(request, ErrorCode::InvalidSessionType);
  }
  if (running(core)) return core.refuse(request, ErrorCode::IncompatibleState);
  core.succeed(request);
  start(core, static_cast<oma::SessionType>(type->number()));
}

void cancel_session(Core& core, const qmi::Message& request) {
  if (!running(core)) return core.refuse(request, ErrorCode::SessionInactive);
  core.succeed(request);
  end(core, SessionState::Failed, SessionFailedReason::SessionCancelled);
}

void get_session_info(Core& core, const qmi::Message& request) {
  namespace tlv = oma::get_session_info::response;
  if (!core.oma.session && !core.oma.alert) return core.refuse(request, ErrorCode::InformationUnavailable);
  qmi::Message response = qmi::response_to(request.header);
  if (const auto& session = core.oma.session) {
    response.set(tlv::session_info, qmi::Struct{{"session state", session->state}, {"session type", session->type}});
    if (session->state == SessionState::Failed) response.set(tlv::session_failed_reason, session->reason);
  }
  if (core.oma.alert) response.set(tlv::network_initiated_alert, in_words(*core.oma.alert));
  core.send(std::move(response));
}

void send_selection(Core& core, const qmi::Message& request) {
  const qmi::Value* selection = request.find(oma::send_selection::request::network_initiated_alert_selection);
  if (selection == nullptr) return core.refuse(request, ErrorCode::MissingArgument);
  if (!core.oma.alert) return core.refuse(request, ErrorCode::SessionInactive);
  if (number(selection, "session id") != core.oma.alert->id) return core.refuse(request, ErrorCode::SessionInvalid);
  const bool accepted = number(selection, "control point selection accept") != 0;
  if (accepted && running(core)) return core.refuse(request, ErrorCode::IncompatibleState);
  const OmaAlert alert = *std::exchange(core.oma.alert, std::nullopt);
  core.succeed(request);
  if (accepted) start(core, alert.type);
}

void get_feature_setting(Core& core, const qmi::Message& request) {
  namespace tlv = oma::get_feature_setting::response;
  const auto flag = [](bool on) { return static_cast<std::uint8_t>(on ? 1 : 0); };
  core.send(qmi::response_to(request.header)
                .set(tlv::device_provisioning_service_update_config, flag(core.oma.device_provisioning))
                .set(tlv::prl_update_service_config, flag(core.oma.prl_update))
                .set(tlv::hfa_feature_config, flag(core.oma.hands_free_activation))
                .set(tlv::hfa_feature_done_state, oma::HfaFeatureDoneState::None));
}

void set_feature_setting(Core& core, const qmi::Message& request) {
  namespace tlv = oma::set_feature_setting::request;
  bool any = false;
  const auto take = [&](std::uint8_t id, bool& place) {
    const qmi::Value* value = request.find(id);
    if (value == nullptr) return;
    place = value->number() != 0;
    any = true;
  };
  take(tlv::device_provisioning_service_update_config, core.oma.device_provisioning);
  take(tlv::prl_update_service_config, core.oma.prl_update);
  take(tlv::hfa_feature_config, core.oma.hands_free_activation);
  core.answer(request, any ? ErrorCode::None : ErrorCode::MissingArgument);
}

constexpr std::array kRoutes = {
    Route{oma::reset::id, reset},
    Route{oma::set_event_report::id, set_event_report},
    Route{oma::start_session::id, start_session},
    Route{oma::cancel_session::id, cancel_session},
    Route{oma::get_session_info::id, get_session_info},
    Route{oma::send_selection::id, send_selection},
    Route{oma::get_feature_setting::id, get_feature_setting},
    Route{oma::set_feature_setting::id, set_feature_setting},
};

}  // namespace

std::optional<Instant> OmaState::next_deadline() const {
  return earlier(alert_at, session ? session->next_step : std::nullopt);
}

std::span<const Route> oma_routes() { return kRoutes; }

void advance_oma(Core& core) {
  if (running(core) && *core.oma.session->next_step <= core.now()) step(core);
  if (core.oma.alert_at && *core.oma.alert_at <= core.now()) raise_alert(core);
}

void power_cycle_oma(Core& core) {
  core.oma.session.reset();
  core.oma.alert.reset();
  core.oma.alert_at.reset();
  if (const auto after = core.profile.oma.alert_after) core.oma.alert_at = later(core.now(), *after);
}

}  // namespace modembench::modem
