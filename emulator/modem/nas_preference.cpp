#include "emulator/modem/nas_preference.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace nas = qmi::nas;
using nas::PreferenceDuration;
using nas::RadioTechnologyPreference;
using nas::RatModePreference;
using qmi::ErrorCode;

template <class... Flags>
constexpr std::uint16_t all_of(Flags... flags) {
  return static_cast<std::uint16_t>((0U | ... | static_cast<unsigned>(flags)));
}

/// The same choice as modes and as a technology preference. "UMTS only" as ModemManager saw it on a Gobi 3000
/// (commit 162d96b1), the others guessed after it.
struct Pair {
  std::uint16_t modes = 0;
  std::uint16_t technology = 0;
};
constexpr std::array kPairs = {
    Pair{kAllModes, all_of(RadioTechnologyPreference::Auto)},
    Pair{all_of(RatModePreference::UMTS),
         all_of(RadioTechnologyPreference::_3GPP, RadioTechnologyPreference::CdmaOrWcdma)},
    Pair{all_of(RatModePreference::GSM),
         all_of(RadioTechnologyPreference::_3GPP, RadioTechnologyPreference::AmpsOrGsm)},
    Pair{all_of(RatModePreference::GSM, RatModePreference::UMTS),
         all_of(RadioTechnologyPreference::_3GPP, RadioTechnologyPreference::AmpsOrGsm,
                RadioTechnologyPreference::CdmaOrWcdma)},
    Pair{all_of(RatModePreference::GSM, RatModePreference::UMTS), all_of(RadioTechnologyPreference::_3GPP)},
    Pair{all_of(RatModePreference::Cdma1x),
         all_of(RadioTechnologyPreference::_3GPP2, RadioTechnologyPreference::CdmaOrWcdma)},
    Pair{all_of(RatModePreference::Evdo), all_of(RadioTechnologyPreference::_3GPP2, RadioTechnologyPreference::HDR)},
    Pair{all_of(RatModePreference::Cdma1x, RatModePreference::Evdo),
         all_of(RadioTechnologyPreference::_3GPP2, RadioTechnologyPreference::CdmaOrWcdma,
                RadioTechnologyPreference::HDR)},
    Pair{all_of(RatModePreference::Cdma1x, RatModePreference::Evdo), all_of(RadioTechnologyPreference::_3GPP2)},
};

/// Guessed: modes of both worlds that aren't all of them can't be said as a technology preference, and are "auto".
std::uint16_t technology_of(std::uint16_t modes) {
  const auto found = std::find_if(kPairs.begin(), kPairs.end(), [&](const Pair& pair) { return pair.modes == modes; });
  return found != kPairs.end() ? found->technology : all_of(RadioTechnologyPreference::Auto);
}

std::optional<std::uint16_t> modes_of(std::uint64_t technology) {
  const auto found =
      std::find_if(kPairs.begin(), kPairs.end(), [&](const Pair& pair) { return pair.technology == technology; });
  return found != kPairs.end() ? std::optional(found->modes) : std::nullopt;
}

/// The TLVs of the response to Get System Selection Preference, which are those of the indication too.
void add_preference(qmi::Message& message, const SelectionPreference& preference) {
  namespace tlv = nas::get_system_selection_preference::response;
  namespace reported = nas::get_system_selection_preference::indication;
  static_assert(tlv::emergency_mode == reported::emergency_mode && tlv::mode_preference == reported::mode_preference &&
                tlv::band_preference == reported::band_preference &&
                tlv::cdma_prl_preference == reported::cdma_prl_preference &&
                tlv::roaming_preference == reported::roaming_preference);
  message.set(tlv::emergency_mode, preference.emergency_mode);
  message.set(tlv::mode_preference, preference.modes);
  message.set(tlv::band_preference, preference.bands);
  if (preference.prl) message.set(tlv::cdma_prl_preference, *preference.prl);
  message.set(tlv::roaming_preference, preference.roaming);
}

/// Answers, tells who registered for it (the asker too, if it did) and lets registration follow.
void change_preference(Core& core, const qmi::Message& request, const SelectionPreference& wanted) {
  core.succeed(request);
  if (std::exchange(core.nas.preference, wanted) != wanted) {
    for (const std::uint8_t client : core.client_ids.clients_of(nas::service)) {
      if (!core.nas.clients[client].selection_preference) continue;
      qmi::Message report = qmi::indication(nas::service, client, nas::get_system_selection_preference::id);
      add_preference(report, wanted);
      core.send(std::move(report));
    }
  }
  core.radio.set_preference(wanted.for_radio(), core.now());
  core.refresh();
}

SimNetworkLists::Plmn plmn_of(const qmi::Value& value) {
  return {static_cast<std::uint16_t>(number(&value, "mcc")), static_cast<std::uint16_t>(number(&value, "mnc"))};
}

}  // namespace

Radio::Preference SelectionPreference::for_radio() const {
  return {modes, roaming == static_cast<std::uint16_t>(nas::RoamingPreference::Off)};
}

bool SimNetworkLists::prefers(const Plmn& plmn) const {
  return std::any_of(preferred.begin(), preferred.end(), [&](const Plmn& one) { return one == plmn; });
}

bool SimNetworkLists::forbids(const Plmn& plmn) const {
  return std::find(forbidden.begin(), forbidden.end(), plmn) != forbidden.end();
}

void SimNetworkLists::forbid(const Plmn& plmn) {
  if (forbids(plmn)) return;
  if (forbidden.size() >= kMaxForbiddenNetworks) forbidden.erase(forbidden.begin());
  forbidden.push_back(plmn);
}

void SimNetworkLists::permit(const Plmn& plmn) {
  forbidden.erase(std::remove(forbidden.begin(), forbidden.end(), plmn), forbidden.end());
}

void set_system_selection_preference(Core& core, const qmi::Message& request) {
  namespace tlv = nas::set_system_selection_preference::request;
  SelectionPreference wanted = core.nas.preference;
  if (const qmi::Value* modes = request.find(tlv::mode_preference)) {
    // Modes this modem doesn't have are left out (ofono asks for all there could be).
    wanted.modes = static_cast<std::uint16_t>(modes->number() & kAllModes);
    if (wanted.modes == 0) return core.refuse(request, ErrorCode::InvalidArgument);
    wanted.permanent_modes = wanted.modes;
  }
  if (const qmi::Value* value = request.find(tlv::emergency_mode)) {
    wanted.emergency_mode = static_cast<std::uint8_t>(value->number());
  }
  if (const qmi::Value* value = request.find(tlv::band_preference)) wanted.bands = value->number();
  if (const qmi::Value* value = request.find(tlv::cdma_prl_preference)) {
    wanted.prl = static_cast<std::uint16_t>(value->number());
  }
  if (const qmi::Value* value = request.find(tlv::roaming_preference)) {
    wanted.roaming = static_cast<std::uint16_t>(value->number());
  }
  change_preference(core, request, wanted);
}

void get_system_selection_preference(Core& core, const qmi::Message& request) {
  qmi::Message response = qmi::response_to(request.header);
  add_preference(response, core.nas.preference);
  core.send(std::move(response));
}

void set_technology_preference(Core& core, const qmi::Message& request) {
  const qmi::Value* current = request.find(nas::set_technology_preference::request::current);
  const auto modes = modes_of(number(current, "technology preference"));
  if (!modes) return core.refuse(request, ErrorCode::InvalidTechnologyPreference);
  SelectionPreference wanted = core.nas.preference;
  wanted.modes = *modes;
  switch (static_cast<PreferenceDuration>(number(current, "technology preference duration"))) {
    case PreferenceDuration::Permanent:
      wanted.permanent_modes = *modes;
      break;
    case PreferenceDuration::PowerCycle:
      break;
    default:
      // The Gobi 3000 SDK's table ends here.
      return core.refuse(request, ErrorCode::InvalidArgument);
  }
  change_preference(core, request, wanted);
}

void get_technology_preference(Core& core, const qmi::Message& request) {
  namespace tlv = nas::get_technology_preference::response;
  const SelectionPreference& preference = core.nas.preference;
  const bool permanent = preference.modes == preference.permanent_modes;
  const auto duration = permanent ? PreferenceDuration::Permanent : PreferenceDuration::PowerCycle;
  qmi::Message response = qmi::response_to(request.header);
  response.set(tlv::active, qmi::Struct{{"technology preference", technology_of(preference.modes)},
                                        {"technology preference duration", duration}});
  response.set(tlv::persistent, technology_of(preference.permanent_modes));
  core.send(std::move(response));
}

// The whole list: a Gobi has no way to say that earlier entries stay.
void set_preferred_networks(Core& core, const qmi::Message& request) {
  const qmi::Value* list = request.find(nas::set_preferred_networks::request::preferred_networks);
  if (list == nullptr) return core.refuse(request, ErrorCode::MissingArgument);
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  if (list->list().size() > kMaxPreferredNetworks) return core.refuse(request, ErrorCode::ArgumentTooLong);
  core.nas.lists.preferred.clear();
  for (const qmi::Value& item : list->list()) {
    const auto technology = static_cast<std::uint16_t>(number(&item, "radio access technology"));
    core.nas.lists.preferred.push_back({plmn_of(item), technology});
  }
  core.succeed(request);
}

void get_preferred_networks(Core& core, const qmi::Message& request) {
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  qmi::List list;
  for (const auto& one : core.nas.lists.preferred) {
    list.emplace_back(qmi::Struct{{"mcc", one.mcc}, {"mnc", one.mnc}, {"radio access technology", one.technology}});
  }
  core.send(
      qmi::response_to(request.header).set(nas::get_preferred_networks::response::preferred_networks, std::move(list)));
}

void set_forbidden_networks(Core& core, const qmi::Message& request) {
  const qmi::Value* list = request.find(nas::set_forbidden_networks::request::forbidden_networks);
  if (list == nullptr) return core.refuse(request, ErrorCode::MissingArgument);
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  if (list->list().size() > kMaxForbiddenNetworks) return core.refuse(request, ErrorCode::ArgumentTooLong);
  core.nas.lists.forbidden.clear();
  for (const qmi::Value& item : list->list()) core.nas.lists.forbid(plmn_of(item));
  core.succeed(request);
}

void get_forbidden_networks(Core& core, const qmi::Message& request) {
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  qmi::List list;
  for (const auto& one : core.nas.lists.forbidden) {
    list.emplace_back(qmi::Struct{{"mcc", one.mcc}, {"mnc", one.mnc}});
  }
  core.send(
      qmi::response_to(request.header).set(nas::get_forbidden_networks::response::forbidden_networks, std::move(list)));
}

}  // namespace modembench::modem
