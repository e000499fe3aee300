#pragma once

#include "emulator/modem/changes.hpp"

namespace modembench::modem {

struct CallSettings;
struct ClientIdSettings;
struct DataSettings;
struct RegistrationSettings;
struct SignalSettings;
struct SimSettings;

/// What can change of a modem and its network while the modem runs.
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
