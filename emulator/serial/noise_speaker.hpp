#pragma once

#include <random>

#include "emulator/serial/speaker.hpp"
#include "emulator/serial/voice.hpp"

namespace modembench::serial {

/// The voice Noise at work. Nothing is said at the opening itself, but one `every` later.
class NoiseSpeaker final : public Speaker {
 public:
  explicit NoiseSpeaker(const Noise& noise) : noise_(noise), random_(noise.seed) {}

  qmi::Bytes receive(qmi::ByteView, Instant) override { return {}; }
  qmi::Bytes advance(Instant now) override;
  std::optional<Instant> next_deadline() const override { return due_; }
  void opened(Instant now) override { due_ = now + noise_.every; }
  void closed(Instant) override { due_.reset(); }

 private:
  Noise noise_;
  std::mt19937 random_;  ///< a generator whose numbers the standard lays down
  std::optional<Instant> due_;
};

}  // namespace modembench::serial
