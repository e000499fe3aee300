#include "emulator/serial/nmea_speaker.hpp"

#include <limits>
#include <string_view>

#include "emulator/qmi/messages/pds.hpp"

namespace modembench::serial {
namespace {

namespace pds = qmi::pds;

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
  wants_gps_ = on;
  ask_nothing();
  if (on) return ask(pds::get_default_tracking_session::Request{});
  ask(pds::end_tracking_session::Request{});
}

qmi::Bytes NmeaSpeaker::hear(const qmi::Message& response, Instant) {
  if (!wants_gps_ || response.error() != 0) return {};
  const auto defaults = qmi::read<pds::get_default_tracking_session::Response>(response);
  if (!defaults) return {};
  ask(pds::start_tracking_session::Request{.session = {.session_operation = defaults->info.session_operation,
                                                       .position_data_timeout = defaults->info.position_data_timeout,
                                                       .position_data_count = std::numeric_limits<std::uint32_t>::max(),
                                                       .interval = defaults->info.interval,
                                                       .accuracy_threshold = defaults->info.accuracy_threshold}});
  return {};
}

}  // namespace modembench::serial
