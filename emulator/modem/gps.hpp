#pragma once

#include <cstdint>
#include <span>

#include "emulator/instant.hpp"

namespace modembench::modem {

struct GpsSettings;

/// A satellite that a fix uses.
struct Satellite {
  std::uint8_t prn = 0;
  std::uint8_t elevation = 0;  ///< degrees
  std::uint16_t azimuth = 0;   ///< degrees
  std::uint8_t signal = 0;     ///< dB-Hz
};

/// What the receiver knows at one moment.
struct GpsFix {
  bool valid = false;     ///< false: no member below is known
  std::int64_t time = 0;  ///< UTC, in milliseconds since 1970
  double latitude = 0;    ///< as in GpsSettings
  double longitude = 0;
  double altitude = 0;
  double speed = 0;
  double course = 0;
  std::span<const Satellite> satellites;  ///< those used for the fix: all that are there
};

// The quality of every fix, made up as for a receiver with a clear view: dilutions of precision, and metres.
inline constexpr double kPositionDop = 1.6;
inline constexpr double kHorizontalDop = 0.9;
inline constexpr double kVerticalDop = 1.3;
inline constexpr double kHorizontalUncertainty = 5.0;

/// The fix at `now` of a receiver that has been tracking since `started`.
[[nodiscard]] GpsFix gps_fix(const GpsSettings& settings, Instant started, Instant now);

}  // namespace modembench::modem
