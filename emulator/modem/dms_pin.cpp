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
  if (core.profile.sim.pin_through_dms == Service::present) return std::nullopt;
  return core.profile.sim.pin_through_dms == Service::unknown ? ErrorCode::InvalidQmiCommand : ErrorCode::NotSupported;
}

/// Does `operation` (what is asked of the PIN, given the request's TLV 01) and answers. Whatever changes the
/// PIN's status or counters is reported, and may let the modem register.
template <class Operation>
void with_pin(Core& core, const qmi::Message& request, Operation operation) {
  // The same numbers in all of these messages.
  constexpr std::uint8_t kInfo = dms::uim_verify_pin::request::info;
  constexpr std::uint8_t kRetries = dms::uim_verify_pin::response::pin_retries_status;

  const qmi::Value* info = request.find(kInfo);
  if (const auto refusal = refused(core)) return core.refuse(request, *refusal);
  if (!core.sim.initialised()) return core.refuse(request, ErrorCode::UimUninitialized);
  Pin* pin = core.sim.pin(number(info, "pin id"));
  if (pin == nullptr) return core.refuse(request, ErrorCode::InvalidPinId);

  const qmi::Value before = pin_status(*pin);
  const ErrorCode error = operation(*pin, info);
  qmi::Message response = Core::refusal(request.header, error);
  if (error == ErrorCode::IncorrectPin || error == ErrorCode::PinBlocked || error == ErrorCode::PinAlwaysBlocked) {
    response.set(kRetries,
                 qmi::Struct{{"verify retries left", pin->retries()}, {"unblock retries left", pin->puk_retries()}});
  }
  core.send(std::move(response));
  if (pin_status(*pin) == before) return;
  report_device(core);
  core.refresh();
}

}  // namespace

qmi::Value pin_status(const Pin& pin) {
  return qmi::Struct{{"current status", pin.status()},
                     {"verify retries left", pin.retries()},
                     {"unblock retries left", pin.puk_retries()}};
}

void uim_get_pin_status(Core& core, const qmi::Message& request) {
  if (const auto refusal = refused(core)) return core.refuse(request, *refusal);
  // For a SIM that isn't there guessed to be the same as for one not read yet; some firmware says 3 Internal.
  if (!core.sim.initialised()) return core.refuse(request, ErrorCode::UimUninitialized);
  core.send(qmi::response_to(request.header)
                .set(dms::uim_get_pin_status::response::pin1_status, pin_status(core.sim.pin1()))
                .set(dms::uim_get_pin_status::response::pin2_status, pin_status(core.sim.pin2())));
}

void uim_verify_pin(Core& core, const qmi::Message& request) {
  with_pin(core, request, [](Pin& pin, const qmi::Value* info) { return pin.verify(text(info, "pin")); });
}

void uim_set_pin_protection(Core& core, const qmi::Message& request) {
  with_pin(core, request, [](Pin& pin, const qmi::Value* info) {
    return pin.protect(number(info, "protection enabled") != 0, text(info, "pin"));
  });
}

void uim_change_pin(Core& core, const qmi::Message& request) {
  with_pin(core, request,
           [](Pin& pin, const qmi::Value* info) { return pin.change(text(info, "old pin"), text(info, "new pin")); });
}

void uim_unblock_pin(Core& core, const qmi::Message& request) {
  with_pin(core, request,
           [](Pin& pin, const qmi::Value* info) { return pin.unblock(text(info, "puk"), text(info, "new pin")); });
}

}  // namespace modembench::modem
