#include "emulator/modem/nas_selection.hpp"

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace nas = qmi::nas;
using qmi::ErrorCode;

/// CDMA 1x, EV-DO, GSM, UMTS: what a Gobi 3000 has.
constexpr std::uint16_t kModes = 0x000F;

bool is(const qmi::Value* value, auto enumerator) { return number(value) == static_cast<std::uint64_t>(enumerator); }

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
    core.radio.select(static_cast<std::uint16_t>(number(network, "mcc")),
                      static_cast<std::uint16_t>(number(network, "mnc")), core.now());
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
  const bool changed = core.radio.set_attached(attach);
  core.refresh();
  if (changed && core.radio.registered()) report_serving_system(core);
}

void set_system_selection_preference(Core& core, const qmi::Message& request) {
  namespace tlv = nas::set_system_selection_preference::request;
  SelectionPreference& preference = core.nas.preference;
  if (const qmi::Value* modes = request.find(tlv::mode_preference)) {
    // Modes this modem doesn't have are left out (ofono asks for all there could be).
    const auto wanted = static_cast<std::uint16_t>(modes->number() & kModes);
    if (wanted == 0) return core.refuse(request, ErrorCode::InvalidArgument);
    preference.modes = wanted;
  }
  if (const qmi::Value* value = request.find(tlv::emergency_mode)) {
    preference.emergency_mode = static_cast<std::uint8_t>(value->number());
  }
  if (const qmi::Value* value = request.find(tlv::band_preference)) preference.bands = value->number();
  if (const qmi::Value* value = request.find(tlv::cdma_prl_preference)) {
    preference.prl = static_cast<std::uint16_t>(value->number());
  }
  if (const qmi::Value* value = request.find(tlv::roaming_preference)) {
    preference.roaming = static_cast<std::uint16_t>(value->number());
  }
  core.succeed(request);
}

void get_system_selection_preference(Core& core, const qmi::Message& request) {
  namespace tlv = nas::get_system_selection_preference::response;
  const SelectionPreference& preference = core.nas.preference;
  qmi::Message response = qmi::response_to(request.header);
  response.set(tlv::emergency_mode, preference.emergency_mode);
  response.set(tlv::mode_preference, preference.modes);
  response.set(tlv::band_preference, preference.bands);
  if (preference.prl) response.set(tlv::cdma_prl_preference, *preference.prl);
  response.set(tlv::roaming_preference, preference.roaming);
  core.send(std::move(response));
}

}  // namespace modembench::modem
