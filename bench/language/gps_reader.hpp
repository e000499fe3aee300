#pragma once

#include "bench/language/yaml_reader.hpp"
#include "emulator/modem/profile.hpp"

namespace modembench::bench {

/// Reads `set: {gps: …}`, what the GPS receiver sees while it tracks; what isn't named stays as it is:
///   gps: {fix: true, fix after: 30s, latitude: 51.4779, longitude: -0.0015, altitude: 45.5, speed: 0, course: 0,
///         time: "2012-06-18T12:00:00Z"}
/// Degrees, metres above the sea, km/h, degrees from north, and UTC at the start of the run.
void read_gps(Reader& reader, const YamlNode& node, modem::GpsSettings& gps);

}  // namespace modembench::bench
