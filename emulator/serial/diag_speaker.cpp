#include "emulator/serial/diag_speaker.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace modembench::serial {
namespace {

// Numbers and the layout of version info: ModemManager, libqcdm/src/dm-commands.h.
constexpr std::uint8_t kVersionInfo = 0;
constexpr std::uint8_t kBadCommand = 0x13;

constexpr std::size_t kDate = 11;  // Nov 23 2010
constexpr std::size_t kTime = 8;   // 16:00:00
constexpr std::size_t kModel = 8;
constexpr std::size_t kNumbers = 8;

/// Puts just `size` letters of `text`, from `from` on; blanks where it has none.
void put(qmi::Bytes& packet, std::string_view text, std::size_t from, std::size_t size) {
  std::string letters(text.substr(std::min(from, text.size()), size));
  letters.resize(size, ' ');
  packet.insert(packet.end(), letters.begin(), letters.end());
}

/// Dates and times of 11 and 8 letters and a model of 8, no NUL among them. Guessed: that both dates are the one in
/// brackets behind the firmware's name, and that the model is the beginning of that name. What follows (station class
/// mark, protocol and hardware revisions) is zero.
qmi::Bytes version_info(std::string_view revision) {
  const std::string_view stamp = revision.substr(std::min(revision.find('['), revision.size()));
  qmi::Bytes packet = {kVersionInfo};
  for (int twice = 0; twice < 2; ++twice) {  // compiled, released
    put(packet, stamp, 1, kDate);
    put(packet, stamp, 1 + kDate + 1, kTime);
  }
  put(packet, revision, 0, kModel);
  packet.insert(packet.end(), kNumbers, 0);
  return packet;
}

}  // namespace

qmi::Bytes DiagSpeaker::answer(const qmi::Bytes& packet) const {
  if (diag_.answers_version && packet.size() == 1 && packet[0] == kVersionInfo) return version_info(diag_.revision);
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
