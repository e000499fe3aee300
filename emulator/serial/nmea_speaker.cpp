#include "emulator/serial/nmea_speaker.hpp"

#include <string_view>

namespace modembench::serial {
namespace {

constexpr std::string_view kStart = "$GPS_START";
constexpr std::string_view kStop = "$GPS_STOP";

}  // namespace

qmi::Bytes NmeaSpeaker::receive(qmi::ByteView bytes, Instant) {
  for (const auto byte : bytes) {
    heard_.push_back(static_cast<char>(byte));
    if (heard_.size() > kStart.size()) heard_.erase(0, 1);
    if (heard_.ends_with(kStart)) switch_gps(true);
    if (heard_.ends_with(kStop)) switch_gps(false);
  }
  return {};
}

void NmeaSpeaker::switch_gps(bool on) {
  static_cast<void>(take_effects());
  ask(SwitchGps{on});
}

}  // namespace modembench::serial
