#pragma once

#include <string>

namespace modembench::modem {

/// What the control service has besides client ids.
struct ControlSettings {
  bool instance_id = true;       ///< Set Instance ID is known
  bool raw_ip = false;           ///< Set Data Format takes raw-ip
  std::string version_addendum;  ///< a label for the addendum of Get Version Info; empty: there is none
};

}  // namespace modembench::modem
