#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "emulator/instant.hpp"
#include "emulator/qmi/enums/dms.hpp"

namespace modembench::modem {

/// What the modem knows of itself besides its fixed answers.
struct DeviceSettings {
  std::uint64_t time_at_start = 0;  ///< what its clock shows, in milliseconds since 1980-01-06 00:00
  qmi::dms::TimeSource time_source = qmi::dms::TimeSource::Device;
  std::optional<std::uint16_t> prl;  ///< version of the preferred roaming list, if there is one
  qmi::dms::ActivationState activation_state = qmi::dms::ActivationState::Activated;
  Duration activation_takes{0};  ///< from Activate Automatic to the end of the activation
  std::string programming_code = "000000";
  std::string user_lock_code = "0000";
  bool user_lock = false;
  std::uint16_t offline_reason = 0;  ///< DMS OfflineReason flags, told while the mode is offline
  bool wireless_disable = false;     ///< the hardware switch
  bool reset_needs_offline = false;  ///< a restart is refused in any mode but offline
  Duration restart_after{0};         ///< from "reset" until the modem starts anew
  Duration shut_down_after{0};       ///< from "shutting down" until nothing answers any more
};

}  // namespace modembench::modem
