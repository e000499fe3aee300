#include "emulator/serial/noise_speaker.hpp"

namespace modembench::serial {

qmi::Bytes NoiseSpeaker::advance(Instant now) {
  if (!due_ || *due_ > now) return {};
  *due_ += noise_.every;
  qmi::Bytes bytes(noise_.size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_() & 0xFF);
  return bytes;
}

}  // namespace modembench::serial
