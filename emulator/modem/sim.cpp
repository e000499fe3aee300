#include "emulator/modem/sim.hpp"

#include <algorithm>

#include "emulator/modem/settings/sim.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/qmi/enums/dms.hpp"

namespace modembench::modem {

namespace {

Pin::Status pin1_status(SimSettings::State state) {
  switch (state) {
    case SimSettings::State::pin_required:
      return Pin::Status::EnabledNotVerified;
    case SimSettings::State::puk_required:
      return Pin::Status::Blocked;
    case SimSettings::State::ready:
    case SimSettings::State::absent:
      break;
  }
  return Pin::Status::Disabled;
}

}  // namespace

Sim::Sim(const SimSettings& settings)
    : present_(settings.state != SimSettings::State::absent),
      ready_after_(settings.ready_after),
      pin1_(pin1_status(settings.state), settings.pin, settings.puk, settings.pin_retries, settings.puk_retries),
      // PIN2 guards fixed dialling, which nobody here uses: not verified as on most SIMs.
      pin2_(Pin::Status::EnabledNotVerified, settings.pin2, settings.puk2, settings.pin2_retries,
            settings.puk2_retries),
      locks_(settings.locks.begin(), settings.locks.end()) {}

void Sim::power_on(Instant now) {
  pin1_.power_cycle();
  pin2_.power_cycle();
  initialised_at_ = later(now, ready_after_);
}

bool Sim::advance(Instant now) {
  if (!initialised_at_ || now < *initialised_at_) return false;
  initialised_at_.reset();
  return true;
}

qmi::dms::UimState Sim::state() const {
  using qmi::dms::UimState;
  if (initialised_at_) return UimState::Unknown;
  if (!present_) return UimState::NotPresent;
  return pin1_.open() ? UimState::InitializationCompleted : UimState::LockedOrFailed;
}

Pin* Sim::pin(qmi::dms::UimPinId id) {
  if (id == qmi::dms::UimPinId::PIN) return &pin1_;
  if (id == qmi::dms::UimPinId::PIN2) return &pin2_;
  return nullptr;
}

Personalization* Sim::lock(qmi::dms::UimFacility facility) {
  const auto index = static_cast<std::size_t>(facility);
  return index < locks_.size() ? &locks_[index] : nullptr;
}

bool Sim::admits() const {
  return usable() && std::none_of(locks_.begin(), locks_.end(), [](const auto& lock) { return lock.blocks(); });
}

}  // namespace modembench::modem
