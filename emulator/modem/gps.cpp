#include "emulator/modem/gps.hpp"

#include <array>
#include <chrono>

#include "emulator/modem/settings/gps.hpp"
#include "emulator/modem/time.hpp"

namespace modembench::modem {

namespace {

/// Made up: eight that stand well apart, and don't move during a run.
constexpr std::array kSatellites = {
    Satellite{3, 47, 85, 38},   Satellite{6, 34, 63, 36},  Satellite{7, 58, 309, 41},  Satellite{13, 21, 215, 33},
    Satellite{16, 72, 148, 43}, Satellite{19, 15, 32, 30}, Satellite{23, 39, 261, 37}, Satellite{30, 27, 118, 35},
};

}  // namespace

GpsFix gps_fix(const GpsSettings& settings, Instant started, Instant now) {
  GpsFix fix;
  fix.valid = settings.fix && now >= later(started, settings.fix_after);
  if (!fix.valid) return fix;
  fix.time =
      settings.time * 1000 + std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  fix.latitude = settings.latitude;
  fix.longitude = settings.longitude;
  fix.altitude = settings.altitude;
  fix.speed = settings.speed;
  fix.course = settings.course;
  fix.satellites = kSatellites;
  return fix;
}

}  // namespace modembench::modem
