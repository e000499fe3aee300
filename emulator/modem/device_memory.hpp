#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "emulator/instant.hpp"
#include "emulator/modem/settings/device.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/enums/dms.hpp"

namespace modembench::modem {

/// How many bytes Write User Data keeps. Guessed: no source tells a Gobi's limit.
inline constexpr std::size_t kMaxUserData = 512;

/// What the device management service keeps in the modem's flash, which outlives power cycles.
struct DeviceMemory {
  explicit DeviceMemory(const DeviceSettings& settings)
      : user_lock(settings.user_lock),
        user_lock_code(settings.user_lock_code),
        activation_state(settings.activation_state) {}

  bool persistent_low_power = false;
  bool user_lock;
  std::string user_lock_code;  ///< 4 digits
  qmi::Bytes user_data;
  qmi::dms::ActivationState activation_state;
  std::optional<std::string> number;  ///< the mobile directory number, by Activate Manual
  std::string min;                    ///< the mobile identification number, by Activate Manual
  qmi::dms::BootImageDownloadMode boot_download_mode = qmi::dms::BootImageDownloadMode::Normal;
  bool alternate_net_config = false;
};

/// The modem's clock. It runs on over power cycles; guessed: a real one would wait for the network to tell the time.
struct DeviceClock {
  std::optional<Instant> since;  ///< when the clock showed `milliseconds`; nothing before the first power-on
  std::uint64_t milliseconds = 0;

  /// What the clock shows at `now`, in milliseconds.
  [[nodiscard]] std::uint64_t at(Instant now) const {
    if (!since || now <= *since) return milliseconds;
    return milliseconds + static_cast<std::uint64_t>((now - *since).count()) / 1000;
  }
};

}  // namespace modembench::modem
