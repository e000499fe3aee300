#pragma once

#include "emulator/qmi/enums/dms.hpp"

namespace modembench::modem {

/// The operating mode, as DMS Set Operating Mode sets it: online, with the radio off, on the way to being off …
using OperatingMode = qmi::dms::OperatingMode;

}  // namespace modembench::modem
