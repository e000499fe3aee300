#pragma once

#include <string>

#include "emulator/serial/speaker.hpp"

namespace modembench::serial {

/// The ear of an NMEA port: it hears `$GPS_START` and `$GPS_STOP` wherever they stand in what is written, with a line's
/// end or without (Linux, qcserial.c, has them by echo). What the port says comes from the modem's receiver.
class NmeaSpeaker final : public Speaker {
 public:
  qmi::Bytes receive(qmi::ByteView bytes, Instant now) override;
  qmi::Bytes hear(const qmi::Message& response, Instant now) override;

 private:
  /// Asks for an endless session with the modem's default settings, or for its end. Of several words the last one
  /// counts.
  void switch_gps(bool on);

  bool wants_gps_ = false;
  std::string heard_;  ///< the last bytes heard, as many as the longer command has
};

}  // namespace modembench::serial
