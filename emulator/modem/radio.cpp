#include "emulator/modem/radio.hpp"

#include <algorithm>
#include <utility>

#include "emulator/modem/settings.hpp"
#include "emulator/modem/time.hpp"

namespace modembench::modem {

namespace {

using Outcome = RegistrationSettings::Outcome;
using qmi::nas::RadioInterface;
using qmi::nas::RatModePreference;

bool is_mode_of(RadioInterface radio_interface, RatModePreference modes) {
  switch (radio_interface) {
    case RadioInterface::Cdma1x:
      return qmi::has(modes, RatModePreference::Cdma1x);
    case RadioInterface::Evdo:
      return qmi::has(modes, RatModePreference::Evdo);
    case RadioInterface::GSM:
      return qmi::has(modes, RatModePreference::GSM);
    case RadioInterface::UMTS:
      return qmi::has(modes, RatModePreference::UMTS);
    default:
      // What the preference has no bit for, only a modem of another make has.
      return true;
  }
}

bool has_interface(const NetworkSettings& network, std::optional<RadioInterface> wanted) {
  const auto& all = network.radio_interfaces;
  return !wanted || std::find(all.begin(), all.end(), *wanted) != all.end();
}

/// What a network decides by. Its name and its cells may change without anybody registering anew.
bool decides_alike(const RegistrationSettings& a, const RegistrationSettings& b) {
  return a.outcome == b.outcome && a.mcc == b.mcc && a.mnc == b.mnc && a.reject_cause == b.reject_cause;
}

}  // namespace

Radio::Radio(const Settings& settings)
    : mode_(settings.operating_mode),
      settings_(settings.registration),
      signal_(settings.signal),
      others_(settings.scan.networks),
      home_(settings.home_network) {}

void Radio::power_on(OperatingMode mode) {
  mode_ = mode;
  state_ = State::NotRegistered;
  updated_to_ = State::NotRegistered;
  attached_ = true;
  left_ = false;
  if (choice_ && !choice_->permanent) choice_.reset();
  target_.reset();
  decided_at_.reset();
}

const NetworkSettings& Radio::at(Target target) const {
  if (target == 0) return settings_;
  return others_[target - 1];
}

bool Radio::is_settings_own(Target target) const {
  return at(target).mcc == settings_.mcc && at(target).mnc == settings_.mnc;
}

bool Radio::is_there(Target target) const {
  return !(is_settings_own(target) && settings_.outcome == Outcome::searching);
}

bool Radio::is_roaming(std::optional<Target> target) const {
  if (!target || is_settings_own(*target)) return settings_.outcome == Outcome::roaming;
  return at(*target).mcc != home_.mcc || at(*target).mnc != home_.mnc;
}

bool Radio::is_denied(Target target) const {
  if (is_settings_own(target)) return settings_.outcome == Outcome::denied;
  return others_[target - 1].forbidden;
}

bool Radio::is_allowed(Target target) const {
  const auto& all = at(target).radio_interfaces;
  const bool has_mode = all.empty() || std::any_of(all.begin(), all.end(), [&](RadioInterface interface) {
                          return is_mode_of(interface, preference_.modes);
                        });
  return has_mode && !(preference_.only_home && is_roaming(target));
}

/// By itself the modem looks for no other network than the settings', but for any cell of it.
std::optional<Radio::Target> Radio::find_target() const {
  for (Target target = 0; target <= others_.size(); ++target) {
    const NetworkSettings& network = at(target);
    const bool wanted = choice_ ? network.mcc == choice_->mcc && network.mnc == choice_->mnc &&
                                      has_interface(network, choice_->radio_interface)
                                : is_settings_own(target);
    if (wanted && is_there(target) && is_allowed(target)) return target;
  }
  return std::nullopt;
}

void Radio::search(Instant now) {
  left_ = left_ || registered();
  state_ = State::NotRegisteredSearching;
  decided_at_.reset();
  target_ = find_target();
  if (target_) decided_at_ = later(now, settings_.after);
}

void Radio::update(Instant now, bool sim_usable) {
  if (mode_ != OperatingMode::Online || !sim_usable) {
    state_ = State::NotRegistered;
    target_.reset();
    decided_at_.reset();
  } else if (state_ == State::NotRegistered) {
    search(now);
  }
  if (decided_at_ && now >= *decided_at_) {
    decided_at_.reset();
    state_ = is_denied(*target_) ? State::RegistrationDenied : State::Registered;
    if (state_ == State::RegistrationDenied) ++denials_;
  }
  updated_to_ = state_;
}

/// Starts to search where the network that is wanted now isn't the one it is on, or asks.
void Radio::reconsider(Instant now) {
  if (state_ == State::NotRegistered) return;
  const bool under_way = registered() || decided_at_;
  if (!under_way || find_target() != target_) search(now);
}

void Radio::select_automatically(Instant now) {
  choice_.reset();
  reconsider(now);
}

void Radio::select(const Choice& choice, Instant now) {
  choice_ = choice;
  reconsider(now);
}

bool Radio::set_attached(bool attached) { return std::exchange(attached_, attached) != attached; }

void Radio::set_preference(const Preference& preference, Instant now) {
  if (std::exchange(preference_, preference) == preference || state_ == State::NotRegistered) return;
  if (find_target() != target_) search(now);
}

void Radio::set_registration(const RegistrationSettings& settings, Instant now) {
  const bool concerned = !target_ || is_settings_own(*target_);
  const bool anew = concerned && !decides_alike(settings_, settings);
  settings_ = settings;
  if (state_ != State::NotRegistered && (anew || find_target() != target_)) search(now);
}

const NetworkSettings* Radio::network() const { return target_ ? &at(*target_) : nullptr; }

qmi::nas::RejectCause Radio::reject_cause() const {
  const bool others = target_ && !is_settings_own(*target_);
  return others ? qmi::nas::RejectCause::PlmnNotAllowed : settings_.reject_cause;
}

const SignalSettings* Radio::heard() const {
  // An unusable SIM doesn't make the radio deaf.
  const bool any = target_ || settings_.outcome != Outcome::searching;
  return mode_ == OperatingMode::Online && any ? &signal_ : nullptr;
}

std::vector<Radio::Found> Radio::scan() const {
  std::vector<Found> all;
  for (Target target = 0; target <= others_.size(); ++target) {
    if (!is_there(target)) continue;
    for (const RadioInterface interface : at(target).radio_interfaces) {
      if (all.size() >= kMaxFound) return all;
      all.push_back({&at(target), interface, registered() && target == target_, !is_roaming(target)});
    }
  }
  return all;
}

}  // namespace modembench::modem
