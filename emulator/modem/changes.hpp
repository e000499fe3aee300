#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "emulator/modem/profile.hpp"

namespace modembench::modem {

/// Changes to settings, made in their order, to settings as they are then.
template <class Settings>
using Changes = std::vector<std::function<void(Settings&)>>;

template <class Settings>
void make(const Changes<Settings>& changes, Settings& settings) {
  for (const auto& change : changes) change(settings);
}

/// Other settings in the place of all that is there.
template <class Settings>
[[nodiscard]] Changes<Settings> replaced_by(Settings settings) {
  return {[settings = std::move(settings)](Settings& place) { place = settings; }};
}

/// What can change of a modem and its network while it runs.
struct SettingsChanges {
  Changes<SignalSettings> signal{};
  Changes<RegistrationSettings> registration{};
  Changes<ClientIdSettings> client_ids{};
  Changes<CallSettings> call{};
  Changes<DataSettings> data{};
  Changes<SimSettings> sim{};

  [[nodiscard]] bool empty() const {
    return signal.empty() && registration.empty() && client_ids.empty() && call.empty() && data.empty() && sim.empty();
  }
};

}  // namespace modembench::modem
