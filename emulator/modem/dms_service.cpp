#include "emulator/modem/dms_service.hpp"

#include "emulator/modem/core.hpp"
#include "emulator/modem/time.hpp"

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;
using dms::ActivationState;
using qmi::ErrorCode;

/// What stands on the SIM as one text: 37 while it can't be read, 16 if it isn't there.
void answer_from_sim(Core& core, const qmi::Message& request, std::uint8_t tlv, const std::string& stored) {
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  if (stored.empty()) return core.refuse(request, ErrorCode::NotProvisioned);
  core.send(qmi::response_to(request.header).set(tlv, stored));
}

void become(Core& core, ActivationState state) {
  core.dms.memory.activation_state = static_cast<std::uint16_t>(state);
  report_device(core);
}

}  // namespace

void get_msisdn(Core& core, const qmi::Message& request) {
  namespace tlv = dms::get_msisdn::response;
  const DeviceMemory& memory = core.dms.memory;
  const std::string& number = memory.number.value_or(core.profile.sim.number);
  if (!memory.number && !core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  if (number.empty()) return core.refuse(request, ErrorCode::NotProvisioned);
  qmi::Message response = qmi::response_to(request.header).set(tlv::msisdn, number);
  if (!memory.min.empty()) response.set(tlv::min, memory.min);
  if (core.sim.usable() && !core.profile.sim.imsi.empty()) response.set(tlv::imsi, core.profile.sim.imsi);
  core.send(std::move(response));
}

void uim_get_iccid(Core& core, const qmi::Message& request) {
  answer_from_sim(core, request, dms::uim_get_iccid::response::iccid, core.profile.sim.iccid);
}

void uim_get_imsi(Core& core, const qmi::Message& request) {
  answer_from_sim(core, request, dms::uim_get_imsi::response::imsi, core.profile.sim.imsi);
}

void get_prl_version(Core& core, const qmi::Message& request) {
  if (!core.profile.device.prl) return core.refuse(request, ErrorCode::NotProvisioned);
  core.send(qmi::response_to(request.header).set(dms::get_prl_version::response::version, *core.profile.device.prl));
}

void get_activation_state(Core& core, const qmi::Message& request) {
  core.send(qmi::response_to(request.header)
                .set(dms::get_activation_state::response::info, core.dms.memory.activation_state));
}

// Guessed for both: what is activated, or about to be, isn't activated again.
void activate_automatic(Core& core, const qmi::Message& request) {
  if (core.dms.activation) return core.refuse(request, ErrorCode::OperationInProgress);
  if (core.dms.memory.activation_state == static_cast<std::uint16_t>(ActivationState::Activated)) {
    return core.refuse(request, ErrorCode::NoEffect);
  }
  // Guessed from *228…, what is dialled to be activated.
  if (text(request.find(dms::activate_automatic::request::activation_code)).empty()) {
    return core.refuse(request, ErrorCode::InvalidArgument);
  }
  core.succeed(request);
  const Duration takes = core.profile.device.activation_takes;
  core.dms.activation = {later(core.now(), takes / 2), later(core.now(), takes)};
  become(core, ActivationState::Connecting);
}

void activate_manual(Core& core, const qmi::Message& request) {
  const qmi::Value* info = request.find(dms::activate_manual::request::info);
  if (core.dms.activation) return core.refuse(request, ErrorCode::OperationInProgress);
  if (text(info, "service programming code") != core.profile.device.programming_code) {
    return core.refuse(request, ErrorCode::AuthenticationFailed);
  }
  const std::string& number = text(info, "mobile directory number");
  const std::string& min = text(info, "mobile identification number");
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
