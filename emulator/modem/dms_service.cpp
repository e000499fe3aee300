#include "emulator/modem/dms_service.hpp"

#include "emulator/modem/core.hpp"
#include "emulator/modem/time.hpp"

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;
using dms::ActivationState;
using qmi::ErrorCode;

/// What stands on the SIM as one text: 37 while it can't be read, 16 if it isn't there.
template <class Request, class Response>
void answer_from_sim(Core& core, const Asked<Request>& request, const std::string& stored, const Response& response) {
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  if (stored.empty()) return core.refuse(request, ErrorCode::NotProvisioned);
  core.respond(request, response);
}

void become(Core& core, ActivationState state) {
  core.dms.memory.activation_state = state;
  report_device(core);
}

}  // namespace

void get_msisdn(Core& core, const Asked<dms::get_msisdn::Request>& request) {
  const DeviceMemory& memory = core.dms.memory;
  const std::string& number = memory.number.value_or(core.settings.sim.number);
  if (!memory.number && !core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  if (number.empty()) return core.refuse(request, ErrorCode::NotProvisioned);
  dms::get_msisdn::Response response{.msisdn = number};
  if (!memory.min.empty()) response.min = memory.min;
  if (core.sim.usable() && !core.settings.sim.imsi.empty()) response.imsi = core.settings.sim.imsi;
  core.respond(request, response);
}

void uim_get_iccid(Core& core, const Asked<dms::uim_get_iccid::Request>& request) {
  const std::string& iccid = core.settings.sim.iccid;
  answer_from_sim(core, request, iccid, dms::uim_get_iccid::Response{.iccid = iccid});
}

void uim_get_imsi(Core& core, const Asked<dms::uim_get_imsi::Request>& request) {
  const std::string& imsi = core.settings.sim.imsi;
  answer_from_sim(core, request, imsi, dms::uim_get_imsi::Response{.imsi = imsi});
}

void get_prl_version(Core& core, const Asked<dms::get_prl_version::Request>& request) {
  if (!core.settings.device.prl) return core.refuse(request, ErrorCode::NotProvisioned);
  core.respond(request, dms::get_prl_version::Response{.version = *core.settings.device.prl});
}

// Guessed for both: what is activated, or about to be, isn't activated again.
void activate_automatic(Core& core, const Asked<dms::activate_automatic::Request>& request) {
  if (core.dms.activation) return core.refuse(request, ErrorCode::OperationInProgress);
  if (core.dms.memory.activation_state == ActivationState::Activated) {
    return core.refuse(request, ErrorCode::NoEffect);
  }
  // Guessed from *228…, what is dialled to be activated.
  if (request->activation_code.empty()) {
    return core.refuse(request, ErrorCode::InvalidArgument);
  }
  core.succeed(request);
  const Duration takes = core.settings.device.activation_takes;
  core.dms.activation = {later(core.now(), takes / 2), later(core.now(), takes)};
  become(core, ActivationState::Connecting);
}

void activate_manual(Core& core, const Asked<dms::activate_manual::Request>& request) {
  const auto& info = request->info;
  if (core.dms.activation) return core.refuse(request, ErrorCode::OperationInProgress);
  if (info.service_programming_code != core.settings.device.programming_code) {
    return core.refuse(request, ErrorCode::AuthenticationFailed);
  }
  const std::string& number = info.mobile_directory_number;
  const std::string& min = info.mobile_identification_number;
  // As long as E.164 and an IMSI may be.
  constexpr std::size_t kMaxDigits = 15;
  if (number.size() > kMaxDigits || min.size() > kMaxDigits) return core.refuse(request, ErrorCode::ArgumentTooLong);
  core.succeed(request);
  core.dms.memory.number = number;
  core.dms.memory.min = min;
  become(core, ActivationState::Activated);
}

void advance_activation(Core& core) {
  const auto activation = core.dms.activation;
  if (!activation || core.now() < activation->connected_at) return;
  if (core.now() >= activation->done_at) {
    core.dms.activation.reset();
    return become(core, ActivationState::Activated);
  }
  // Only once: what is left to wait for is the end.
  core.dms.activation->connected_at = activation->done_at;
  become(core, ActivationState::Connected);
}

}  // namespace modembench::modem
