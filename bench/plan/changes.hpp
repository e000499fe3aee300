#pragma once

#include <functional>
#include <string>
#include <vector>

#include "emulator/modem/profile.hpp"

namespace modembench::bench {

/// Changes to settings, read and checked: applied in their order, at any time.
template <class Settings>
using Changes = std::vector<std::function<void(Settings&)>>;

template <class Settings>
void make(const Changes<Settings>& changes, Settings& settings) {
  for (const auto& change : changes) change(settings);
}

/// What a rule sets of the modem and its network while the modem runs.
struct SetModem {
  Changes<modem::SignalSettings> signal;
  Changes<modem::RegistrationSettings> registration;
  Changes<modem::CallSettings> call;
  Changes<modem::SimSettings> sim;
  Changes<modem::ClientIdSettings> client_ids;
  Changes<modem::DataSettings> data;
  Changes<modem::UsbFaults> usb;
  std::string text;  ///< as the scenario writes it, for the trace

  [[nodiscard]] bool empty() const {
    return signal.empty() && registration.empty() && call.empty() && sim.empty() && client_ids.empty() &&
           data.empty() && usb.empty();
  }
};

}  // namespace modembench::bench
