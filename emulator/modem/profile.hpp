#pragma once

#include "emulator/modem/identity.hpp"
#include "emulator/modem/settings.hpp"

namespace modembench::modem {

/// All that makes a modem: its identity, and its settings when power first comes on.
struct Profile {
  Identity identity;
  Settings settings;
};

}  // namespace modembench::modem
