#include "emulator/serial/port.hpp"

#include "emulator/serial/at_speaker.hpp"
#include "emulator/serial/diag_speaker.hpp"
#include "emulator/serial/nmea_speaker.hpp"
#include "emulator/serial/noise_speaker.hpp"

namespace modembench::serial {
namespace {

class SilentSpeaker final : public Speaker {
 public:
  qmi::Bytes receive(qmi::ByteView, Instant) override { return {}; }
};

struct Make {
  Instant now;
  std::unique_ptr<Speaker> operator()(const Silent&) const { return std::make_unique<SilentSpeaker>(); }
  std::unique_ptr<Speaker> operator()(const Noise& noise) const { return std::make_unique<NoiseSpeaker>(noise); }
  std::unique_ptr<Speaker> operator()(const Diag& diag) const { return std::make_unique<DiagSpeaker>(diag); }
  std::unique_ptr<Speaker> operator()(const At& at) const { return std::make_unique<AtSpeaker>(at, now); }
  std::unique_ptr<Speaker> operator()(const Nmea&) const { return std::make_unique<NmeaSpeaker>(); }
};

}  // namespace

void Port::set_voice(const Voice& voice, Instant now) {
  speaker_ = std::visit(Make{now}, voice);
  says_nmea_ = std::holds_alternative<Nmea>(voice);
  if (open_) speaker_->opened(now);
}

void Port::opened(Instant now) {
  if (open_) return;
  open_ = true;
  speaker_->opened(now);
}

void Port::closed(Instant now) {
  if (!open_) return;
  open_ = false;
  speaker_->closed(now);
}

qmi::Bytes Port::receive(qmi::ByteView bytes, Instant now) {
  swallowed_ += bytes.size();
  return speaker_->receive(bytes, now);
}

}  // namespace modembench::serial
