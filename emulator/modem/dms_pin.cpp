#include "emulator/modem/dms_pin.hpp"

#include <optional>

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;
using qmi::ErrorCode;

/// The error of all these messages on a modem that leaves PINs to another service.
std::optional<ErrorCode> refused(const Core& core) {
  using Service = SimSettings::PinService;
  if (core.settings.sim.pin_through_dms == Service::present) return std::nullopt;
  return core.settings.sim.pin_through_dms == Service::unknown ? ErrorCode::InvalidQmiCommand : ErrorCode::NotSupported;
}

/// Does `operation` (what is asked of the PIN, given the request's TLV 01) and answers with such a `Response`. Whatever
/// changes the PIN's status or counters is reported, and may let the modem register.
template <class Response, class Request, class Operation>
void with_pin(Core& core, const Asked<Request>& request, Operation operation) {
  if (const auto refusal = refused(core)) return core.refuse(request, *refusal);
  if (!core.sim.initialised()) return core.refuse(request, ErrorCode::UimUninitialized);
  Pin* pin = core.sim.pin(request->info.pin_id);
  if (pin == nullptr) return core.refuse(request, ErrorCode::InvalidPinId);

  const Pin::Standing before = pin->standing();
  const ErrorCode error = operation(*pin, request->info);
  Response response;
  if (error == ErrorCode::IncorrectPin || error == ErrorCode::PinBlocked || error == ErrorCode::PinAlwaysBlocked) {
    response.pin_retries_status = {pin->retries(), pin->puk_retries()};
  }
  core.answer(request, error, response);
  if (pin->standing() == before) return;
  report_device(core);
  core.refresh();
}

}  // namespace

dms::PinStatus pin_status(const Pin::Standing& pin) { return {pin.status, pin.retries, pin.puk_retries}; }

void uim_get_pin_status(Core& core, const Asked<dms::uim_get_pin_status::Request>& request) {
  if (const auto refusal = refused(core)) return core.refuse(request, *refusal);
  // For a SIM that isn't there guessed to be the same as for one not read yet; some firmware says 3 Internal.
  if (!core.sim.initialised()) return core.refuse(request, ErrorCode::UimUninitialized);
  core.respond(request, dms::uim_get_pin_status::Response{.pin1_status = pin_status(core.sim.pin1().standing()),
                                                          .pin2_status = pin_status(core.sim.pin2().standing())});
}

void uim_verify_pin(Core& core, const Asked<dms::uim_verify_pin::Request>& request) {
  using Response = dms::uim_verify_pin::Response;
  with_pin<Response>(core, request, [](Pin& pin, const auto& info) { return pin.verify(info.pin); });
}

void uim_set_pin_protection(Core& core, const Asked<dms::uim_set_pin_protection::Request>& request) {
  using Response = dms::uim_set_pin_protection::Response;
  with_pin<Response>(core, request,
                     [](Pin& pin, const auto& info) { return pin.protect(info.protection_enabled != 0, info.pin); });
}

void uim_change_pin(Core& core, const Asked<dms::uim_change_pin::Request>& request) {
  using Response = dms::uim_change_pin::Response;
  with_pin<Response>(core, request, [](Pin& pin, const auto& info) { return pin.change(info.old_pin, info.new_pin); });
}

void uim_unblock_pin(Core& core, const Asked<dms::uim_unblock_pin::Request>& request) {
  using Response = dms::uim_unblock_pin::Response;
  with_pin<Response>(core, request, [](Pin& pin, const auto& info) { return pin.unblock(info.puk, info.new_pin); });
}

}  // namespace modembench::modem
