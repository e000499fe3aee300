#include "emulator/serial/diag_speaker.hpp"

#include <string_view>

namespace modembench::serial {
namespace {

// Numbers and the layout of version info: ModemManager, libqcdm/src/dm-commands.h.
constexpr std::uint8_t kVersionInfo = 0;
constexpr std::uint8_t kBadCommand = 0x13;

void put(qmi::Bytes& bytes, std::string_view text) { bytes.insert(bytes.end(), text.begin(), text.end()); }

/// Dates and times of 11 and 8 letters and a model of 8, no NUL among them. Guessed from the firmware's date in
/// mc8355.yaml; what follows (station class mark, protocol and hardware revisions) is zero.
qmi::Bytes version_info() {
  constexpr std::size_t kNumbers = 8;
  qmi::Bytes packet = {kVersionInfo};
  for (int twice = 0; twice < 2; ++twice) {  // compiled, released
    put(packet, "Nov 23 2010");
    put(packet, "16:00:00");
  }
  put(packet, "D3200-ST");
  packet.insert(packet.end(), kNumbers, 0);
  return packet;
}

}  // namespace

qmi::Bytes DiagSpeaker::answer(const qmi::Bytes& packet) const {
  if (diag_.answers_version && packet.size() == 1 && packet[0] == kVersionInfo) return version_info();
  if (!diag_.answers_errors) return {};
  qmi::Bytes error = {kBadCommand};
  error.insert(error.end(), packet.begin(), packet.end());
  return error;
}

qmi::Bytes DiagSpeaker::receive(qmi::ByteView bytes, Instant) {
  qmi::Bytes said;
  for (const auto byte : bytes) {
    const auto packet = reader_.take(byte);
    if (!packet) continue;
    const auto reply = answer(*packet);
    if (reply.empty()) continue;
    const auto frame = hdlc_frame(reply);
    said.insert(said.end(), frame.begin(), frame.end());
  }
  return said;
}

}  // namespace modembench::serial
