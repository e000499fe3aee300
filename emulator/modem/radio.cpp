#include "emulator/modem/radio.hpp"

#include <utility>

#include "emulator/modem/time.hpp"

namespace modembench::modem {

void Radio::power_on(OperatingMode mode) {
  mode_ = mode;
  state_ = State::NotRegistered;
  updated_to_ = State::NotRegistered;
  attached_ = true;
  wants_another_ = false;
  decided_at_.reset();
}

void Radio::search(Instant now) {
  state_ = State::NotRegisteredSearching;
  decided_at_.reset();
  if (wants_another_ || settings_.outcome == RegistrationSettings::Outcome::searching) return;
  decided_at_ = later(now, settings_.after);
}

bool Radio::update(Instant now, bool sim_usable) {
  if (mode_ != OperatingMode::online || !sim_usable) {
    state_ = State::NotRegistered;
    decided_at_.reset();
  } else if (state_ == State::NotRegistered) {
    search(now);
  }
  if (decided_at_ && now >= *decided_at_) {
    decided_at_.reset();
    const bool denied = settings_.outcome == RegistrationSettings::Outcome::denied;
    state_ = denied ? State::RegistrationDenied : State::Registered;
  }
  return std::exchange(updated_to_, state_) != state_;
}

void Radio::select_automatically(Instant now) {
  const bool was_elsewhere = std::exchange(wants_another_, false);
  if (state_ == State::RegistrationDenied || was_elsewhere) search(now);
}

void Radio::select(std::uint16_t mcc, std::uint16_t mnc, Instant now) {
  if (mcc == settings_.mcc && mnc == settings_.mnc) return select_automatically(now);
  wants_another_ = true;
  search(now);
}

bool Radio::set_attached(bool attached) { return std::exchange(attached_, attached) != attached; }

}  // namespace modembench::modem
