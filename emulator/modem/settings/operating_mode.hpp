#pragma once

#include "emulator/qmi/enums/dms.hpp"

namespace modembench::modem {

/// How a modem works, as DMS Set Operating Mode sets it: online, with its radio off, on its way to being off …
using OperatingMode = qmi::dms::OperatingMode;

}  // namespace modembench::modem
