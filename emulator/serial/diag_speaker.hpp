#pragma once

#include "emulator/serial/hdlc.hpp"
#include "emulator/serial/speaker.hpp"
#include "emulator/serial/voice.hpp"

namespace modembench::serial {

/// The voice Diag at work. It knows no command but version info: it answers that, and anything else with "bad command".
class DiagSpeaker final : public Speaker {
 public:
  explicit DiagSpeaker(const Diag& diag) : diag_(diag) {}

  qmi::Bytes receive(qmi::ByteView bytes, Instant now) override;
  void closed(Instant) override { reader_.reset(); }

 private:
  [[nodiscard]] qmi::Bytes answer(const qmi::Bytes& packet) const;

  Diag diag_;
  HdlcReader reader_;
};

}  // namespace modembench::serial
