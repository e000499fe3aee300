#pragma once

#include "emulator/modem/identity.hpp"
#include "emulator/modem/settings.hpp"

namespace modembench::modem {

/// All that makes a modem: who it is, and how it stands when power first comes on.
struct Profile {
  Identity identity;
  Settings settings;
};

}  // namespace modembench::modem
