#include "emulator/modem/nas_preference.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/qmi/messages/nas.hpp"

namespace modembench::modem {

namespace {

namespace nas = qmi::nas;
using nas::PreferenceDuration;
using qmi::ErrorCode;
using Mode = nas::RatModePreference;
using Technology = nas::RadioTechnologyPreference;

/// The same choice as modes and as a technology preference. "UMTS only" as ModemManager saw it on a Gobi 3000
/// (commit 162d96b1), the others guessed after it.
struct Pair {
  Mode modes{};
  Technology technology{};
};
constexpr std::array kPairs = {
    Pair{kAllModes, Technology::Auto},
    Pair{Mode::UMTS, qmi::join(Technology::_3GPP, Technology::CdmaOrWcdma)},
    Pair{Mode::GSM, qmi::join(Technology::_3GPP, Technology::AmpsOrGsm)},
    Pair{qmi::join(Mode::GSM, Mode::UMTS),
         qmi::join(Technology::_3GPP, Technology::AmpsOrGsm, Technology::CdmaOrWcdma)},
    Pair{qmi::join(Mode::GSM, Mode::UMTS), Technology::_3GPP},
    Pair{Mode::Cdma1x, qmi::join(Technology::_3GPP2, Technology::CdmaOrWcdma)},
    Pair{Mode::Evdo, qmi::join(Technology::_3GPP2, Technology::HDR)},
    Pair{qmi::join(Mode::Cdma1x, Mode::Evdo), qmi::join(Technology::_3GPP2, Technology::CdmaOrWcdma, Technology::HDR)},
    Pair{qmi::join(Mode::Cdma1x, Mode::Evdo), Technology::_3GPP2},
};

/// Guessed: modes of both worlds that aren't all of them can't be said as a technology preference, and are "auto".
Technology technology_of(Mode modes) {
  const auto found = std::find_if(kPairs.begin(), kPairs.end(), [&](const Pair& pair) { return pair.modes == modes; });
  return found != kPairs.end() ? found->technology : Technology::Auto;
}

std::optional<Mode> modes_of(Technology technology) {
  const auto found =
      std::find_if(kPairs.begin(), kPairs.end(), [&](const Pair& pair) { return pair.technology == technology; });
  return found != kPairs.end() ? std::optional(found->modes) : std::nullopt;
}

/// The TLVs of the response to Get System Selection Preference, which are those of the indication too.
template <class Message>
Message as_told(const SelectionPreference& preference) {
  Message message;
  message.emergency_mode = preference.emergency_mode;
  message.mode_preference = preference.modes;
  message.band_preference = preference.bands;
  message.cdma_prl_preference = preference.prl;
  message.roaming_preference = preference.roaming;
  return message;
}

/// Answers, tells who registered for it (the asker too, if it did) and lets registration follow.
template <class Request>
void change_preference(Core& core, const Asked<Request>& request, const SelectionPreference& wanted) {
  core.succeed(request);
  if (std::exchange(core.nas.preference, wanted) != wanted) {
    core.indicate_all(core.nas.clients, &NasState::Client::selection_preference,
                      as_told<nas::get_system_selection_preference::Indication>(wanted));
  }
  core.radio.set_preference(wanted.for_radio(), core.now());
  core.refresh();
}

}  // namespace

Radio::Preference SelectionPreference::for_radio() const { return {modes, roaming == nas::RoamingPreference::Off}; }

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

void set_system_selection_preference(Core& core, const Asked<nas::set_system_selection_preference::Request>& request) {
  SelectionPreference wanted = core.nas.preference;
  if (request->mode_preference) {
    // Modes this modem doesn't have are left out (ofono asks for all there could be).
    wanted.modes = qmi::common(*request->mode_preference, kAllModes);
    if (wanted.modes == Mode{}) return core.refuse(request, ErrorCode::InvalidArgument);
    wanted.permanent_modes = wanted.modes;
  }
  wanted.emergency_mode = request->emergency_mode.value_or(wanted.emergency_mode);
  wanted.bands = request->band_preference.value_or(wanted.bands);
  if (request->cdma_prl_preference) wanted.prl = request->cdma_prl_preference;
  wanted.roaming = request->roaming_preference.value_or(wanted.roaming);
  change_preference(core, request, wanted);
}

void get_system_selection_preference(Core& core, const Asked<nas::get_system_selection_preference::Request>& request) {
  core.respond(request, as_told<nas::get_system_selection_preference::Response>(core.nas.preference));
}

void set_technology_preference(Core& core, const Asked<nas::set_technology_preference::Request>& request) {
  const auto modes = modes_of(request->current.technology_preference);
  if (!modes) return core.refuse(request, ErrorCode::InvalidTechnologyPreference);
  SelectionPreference wanted = core.nas.preference;
  wanted.modes = *modes;
  switch (request->current.technology_preference_duration) {
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

void get_technology_preference(Core& core, const Asked<nas::get_technology_preference::Request>& request) {
  const SelectionPreference& preference = core.nas.preference;
  const bool permanent = preference.modes == preference.permanent_modes;
  const auto duration = permanent ? PreferenceDuration::Permanent : PreferenceDuration::PowerCycle;
  core.respond(request, nas::get_technology_preference::Response{
                            .active = {technology_of(preference.modes), duration},
                            .persistent = technology_of(preference.permanent_modes),
                        });
}

// The whole list: a Gobi has no way to say that earlier entries stay.
void set_preferred_networks(Core& core, const Asked<nas::set_preferred_networks::Request>& request) {
  const auto& list = request->preferred_networks;
  if (!list) return core.refuse(request, ErrorCode::MissingArgument);
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  if (list->size() > kMaxPreferredNetworks) return core.refuse(request, ErrorCode::ArgumentTooLong);
  core.nas.lists.preferred.clear();
  for (const nas::PreferredNetwork& one : *list) {
    core.nas.lists.preferred.push_back({{one.mcc, one.mnc}, one.radio_access_technology});
  }
  core.succeed(request);
}

void get_preferred_networks(Core& core, const Asked<nas::get_preferred_networks::Request>& request) {
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  nas::get_preferred_networks::Response response;
  auto& list = response.preferred_networks.emplace();
  for (const auto& one : core.nas.lists.preferred) list.push_back({one.mcc, one.mnc, one.technology});
  core.respond(request, response);
}

void set_forbidden_networks(Core& core, const Asked<nas::set_forbidden_networks::Request>& request) {
  const auto& list = request->forbidden_networks;
  if (!list) return core.refuse(request, ErrorCode::MissingArgument);
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  if (list->size() > kMaxForbiddenNetworks) return core.refuse(request, ErrorCode::ArgumentTooLong);
  core.nas.lists.forbidden.clear();
  for (const nas::PlmnId& one : *list) core.nas.lists.forbid({one.mcc, one.mnc});
  core.succeed(request);
}

void get_forbidden_networks(Core& core, const Asked<nas::get_forbidden_networks::Request>& request) {
  if (!core.sim.usable()) return core.refuse(request, ErrorCode::UimUninitialized);
  nas::get_forbidden_networks::Response response;
  auto& list = response.forbidden_networks.emplace();
  for (const auto& one : core.nas.lists.forbidden) list.push_back({one.mcc, one.mnc});
  core.respond(request, response);
}

}  // namespace modembench::modem
