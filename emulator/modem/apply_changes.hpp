#pragma once

#include "emulator/modem/core.hpp"
#include "emulator/modem/settings_changes.hpp"

namespace modembench::modem {

/// Changes settings of a modem that runs, and what follows from each group of them.
void apply(Core& core, const SettingsChanges& changes);

}  // namespace modembench::modem
