#pragma once

#include <functional>
#include <string>
#include <vector>

#include "emulator/modem/profile.hpp"

namespace modembench::scenario {

/// Changes to settings, read and checked: applied in their order, at any time.
template <class Settings>
using Changes = std::vector<std::function<void(Settings&)>>;

template <class Settings>
void make(const Changes<Settings>& changes, Settings& settings) {
  for (const auto& change : changes) change(settings);
}

/// What a rule sets of the network while the modem runs.
struct SetNetwork {
  Changes<modem::SignalSettings> signal;
  Changes<modem::RegistrationSettings> registration;
  std::string text;  ///< as the scenario writes it, for the trace
};

}  // namespace modembench::scenario
