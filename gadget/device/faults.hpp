#pragma once

#include "emulator/modem/profile.hpp"

namespace modembench::gadget {

/// What goes wrong on the USB, for as long as it is set.
using UsbFaults = modem::UsbFaults;

}  // namespace modembench::gadget
