#pragma once

#include "emulator/modem/settings/usb.hpp"

namespace modembench::gadget {

/// What goes wrong on the USB, for as long as it is set.
using UsbFaults = modem::UsbFaults;

}  // namespace modembench::gadget
