#include "emulator/modem/nas_selection.hpp"

#include "emulator/modem/core.hpp"
#include "emulator/qmi/messages/nas.hpp"

namespace modembench::modem {

namespace {

namespace nas = qmi::nas;
using qmi::ErrorCode;

/// Which network a manual registration is for. A radio interface that says nothing leaves the choice to the modem.
Radio::Choice choice_of(const nas::initiate_network_register::Request::ManualRegistrationInfo3gpp& network) {
  Radio::Choice choice;
  choice.mcc = network.mcc;
  choice.mnc = network.mnc;
  const nas::RadioInterface interface = network.radio_interface;
  if (interface != nas::RadioInterface::None && interface != nas::RadioInterface::Unknown) {
    choice.radio_interface = interface;
  }
  return choice;
}

}  // namespace

void initiate_network_register(Core& core, const Asked<nas::initiate_network_register::Request>& request) {
  const auto& network = request->manual_registration_info_3gpp;
  const bool manual = request->action == nas::NetworkRegisterType::Manual;
  if (!manual && request->action != nas::NetworkRegisterType::Automatic) {
    return core.refuse(request, ErrorCode::InvalidRegisterAction);
  }
  if (manual && !network) return core.refuse(request, ErrorCode::MissingArgument);
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  // Guessed: no source says what a modem with its radio off answers.
  if (core.radio.mode() != OperatingMode::Online) return core.refuse(request, ErrorCode::InvalidOperation);

  if (manual) {
    Radio::Choice choice = choice_of(*network);
    choice.permanent = request->change_duration.value_or(nas::ChangeDuration{}) == nas::ChangeDuration::Permanent;
    core.radio.select(choice, core.now());
  } else {
    core.radio.select_automatically(core.now());
  }
  core.succeed(request);
  core.refresh();
}

void attach_detach(Core& core, const Asked<nas::attach_detach::Request>& request) {
  const auto& action = request->action;
  if (!action) return core.refuse(request, ErrorCode::MissingArgument);
  const bool attach = *action == nas::PsAttachAction::Attach;
  if (!attach && *action != nas::PsAttachAction::Detach) {
    return core.refuse(request, ErrorCode::InvalidPsAttachAction);
  }
  core.succeed(request);
  // Guessed: a detached modem stays registered and its calls end, which `refresh` sees to.
  core.radio.set_attached(attach);
  core.refresh();
}

}  // namespace modembench::modem
