#pragma once

#include "emulator/modem/route.hpp"

namespace modembench::modem {

/// WDS Get Current Settings: addresses, APN and the rest of the call that the client sees, as far as the
/// request's mask asks for it.
void get_current_settings(Core& core, const qmi::Message& request);

}  // namespace modembench::modem
