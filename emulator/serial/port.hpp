#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "emulator/instant.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/serial/speaker.hpp"
#include "emulator/serial/voice.hpp"

namespace modembench::serial {

/// One serial port, without I/O. Bytes and the time go in, bytes and the next deadline come out.
class Port {
 public:
  explicit Port(const Voice& voice, Instant now = Instant{}) { set_voice(voice, now); }

  /// Gives the port another voice from now on. What the one before was about to say is not said any more.
  void set_voice(const Voice& voice, Instant now);
  /// Whether what the GPS receiver says is said here.
  [[nodiscard]] bool says_nmea() const { return says_nmea_; }

  /// Follow the first connection, which opens the port, and the last one, which closes it. The closing hangs up a call
  /// that was up on the port, and a half line is forgotten.
  void opened(Instant now);
  void closed(Instant now);

  /// Takes bytes from the host. Returns what the port says to them at once.
  [[nodiscard]] qmi::Bytes receive(qmi::ByteView bytes, Instant now);
  /// What the port says by itself at `now`.
  [[nodiscard]] qmi::Bytes advance(Instant now) { return speaker_->advance(now); }
  [[nodiscard]] std::optional<Instant> next_deadline() const { return speaker_->next_deadline(); }
  /// As the speaker's: a request of the host's to the modem, and the response to one.
  [[nodiscard]] std::optional<qmi::Message> take_request() { return speaker_->take_request(); }
  [[nodiscard]] qmi::Bytes hear(const qmi::Message& response, Instant now) { return speaker_->hear(response, now); }
  /// How many bytes the port has taken.
  [[nodiscard]] std::uint64_t swallowed() const { return swallowed_; }

 private:
  std::unique_ptr<Speaker> speaker_;
  bool says_nmea_ = false;
  bool open_ = false;
  std::uint64_t swallowed_ = 0;
};

}  // namespace modembench::serial
