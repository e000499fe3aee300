#pragma once

#include <optional>
#include <string>
#include <utility>

#include "emulator/serial/speaker.hpp"

namespace modembench::serial {

/// An NMEA port's ear: `$GPS_START` and `$GPS_STOP` wherever they stand in what is written, with a line's end or
/// without (Linux, qcserial.c, has them by echo). What is said comes from the modem's receiver.
class NmeaSpeaker final : public Speaker {
 public:
  qmi::Bytes receive(qmi::ByteView bytes, Instant now) override;
  std::optional<GpsSwitch> take_gps_switch() override { return std::exchange(asked_, std::nullopt); }

 private:
  std::string heard_;  ///< the last bytes, as many as the longer command has
  std::optional<GpsSwitch> asked_;
};

}  // namespace modembench::serial
