#include "emulator/modem/nas_selection.hpp"

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace nas = qmi::nas;
using qmi::ErrorCode;

bool is(const qmi::Value* value, auto enumerator) { return number(value) == static_cast<std::uint64_t>(enumerator); }

/// Which network a manual registration is for. A radio interface that says nothing leaves the choice to the modem.
Radio::Choice choice_of(const qmi::Value& network) {
  Radio::Choice choice;
  choice.mcc = static_cast<std::uint16_t>(number(&network, "mcc"));
  choice.mnc = static_cast<std::uint16_t>(number(&network, "mnc"));
  const auto interface = static_cast<nas::RadioInterface>(number(&network, "radio interface"));
  if (interface != nas::RadioInterface::None && interface != nas::RadioInterface::Unknown) {
    choice.radio_interface = static_cast<std::uint8_t>(interface);
  }
  return choice;
}

}  // namespace

void initiate_network_register(Core& core, const qmi::Message& request) {
  namespace tlv = nas::initiate_network_register::request;
  const qmi::Value* action = request.find(tlv::action);
  const qmi::Value* network = request.find(tlv::manual_registration_info_3gpp);
  const bool manual = is(action, nas::NetworkRegisterType::Manual);
  if (!manual && !is(action, nas::NetworkRegisterType::Automatic)) {
    return core.refuse(request, ErrorCode::InvalidRegisterAction);
  }
  if (manual && network == nullptr) return core.refuse(request, ErrorCode::MissingArgument);
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  // Guessed: no source says what a modem with its radio off answers.
  if (core.radio.mode() != OperatingMode::online) return core.refuse(request, ErrorCode::InvalidOperation);

  if (manual) {
    Radio::Choice choice = choice_of(*network);
    choice.permanent = is(request.find(tlv::change_duration), nas::ChangeDuration::Permanent);
    core.radio.select(choice, core.now());
  } else {
    core.radio.select_automatically(core.now());
  }
  core.succeed(request);
  core.refresh();
}

void attach_detach(Core& core, const qmi::Message& request) {
  const qmi::Value* action = request.find(nas::attach_detach::request::action);
  if (action == nullptr) return core.refuse(request, ErrorCode::MissingArgument);
  const bool attach = is(action, nas::PsAttachAction::Attach);
  if (!attach && !is(action, nas::PsAttachAction::Detach)) {
    return core.refuse(request, ErrorCode::InvalidPsAttachAction);
  }
  core.succeed(request);
  // Guessed: a detached modem stays registered and its calls end, which `refresh` sees to.
  core.radio.set_attached(attach);
  core.refresh();
}

}  // namespace modembench::modem
