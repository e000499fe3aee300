#pragma once

#include <cstdint>

#include "emulator/instant.hpp"

namespace modembench::modem {

/// What the GPS receiver sees while it tracks.
struct GpsSettings {
  bool fix = true;        ///< false: there is never a position, as indoors
  Duration fix_after{0};  ///< from the start of tracking
  double latitude = 0;    ///< degrees, north positive
  double longitude = 0;   ///< degrees, east positive
  double altitude = 0;    ///< metres above the sea
  double speed = 0;       ///< km/h
  double course = 0;      ///< degrees from north, clockwise
  std::int64_t time = 0;  ///< UTC when the run starts, in seconds since 1970
};

}  // namespace modembench::modem
