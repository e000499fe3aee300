#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "emulator/qmi/enums/nas.hpp"

namespace modembench::modem {

/// What is measured of one radio interface.
struct Reading {
  std::int8_t dbm = -70;         ///< -125..-50
  std::uint8_t ecio = 0;         ///< in -0.5 dB: 12 is -6 dB
  std::uint16_t error_rate = 0;  ///< as the radio interface counts it
  bool operator==(const Reading&) const = default;
};

/// What NAS Get Signal Strength measures. All radio interfaces in use have the same reading, but for those in `others`.
struct SignalSettings : Reading {
  struct Other : Reading {
    qmi::nas::RadioInterface radio_interface{};
    bool operator==(const Other&) const = default;
  };
  std::vector<Other> others;
  std::optional<std::int32_t> io;    ///< dBm; only a CDMA receiver measures it
  std::optional<std::uint8_t> sinr;  ///< level 0..8; only EV-DO has it
  bool operator==(const SignalSettings&) const = default;

  [[nodiscard]] const Reading& of(qmi::nas::RadioInterface radio_interface) const {
    for (const Other& other : others) {
      if (other.radio_interface == radio_interface) return other;
    }
    return *this;
  }
};

}  // namespace modembench::modem
