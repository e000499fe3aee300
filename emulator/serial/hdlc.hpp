#pragma once

#include <cstdint>
#include <optional>

#include "emulator/qmi/bytes.hpp"

/// Async HDLC as a DIAG port frames: 7E ends a frame, 7D escapes the next byte (which is then exclusive-or 20), and the
/// last two bytes are a CRC-16, low byte first. The CRC is that of X.25: polynomial 1021 reflected (8408), from FFFF,
/// inverted at the end. Source: ModemManager, libqcdm/src/utils.c, and RFC 1662.
namespace modembench::serial {

[[nodiscard]] std::uint16_t crc16_x25(qmi::ByteView bytes);

/// The frame of `packet`: with its CRC, escaped, and with the 7E that ends it.
[[nodiscard]] qmi::Bytes hdlc_frame(qmi::ByteView packet);

/// Makes packets of whatever bytes come, for as long as the port lives.
class HdlcReader {
 public:
  /// Bytes of a packet with its CRC; the limit is ours. A longer packet is lost up to the next 7E.
  static constexpr std::size_t kMaxPacket = 4096;

  /// The packet that this byte ends, without its CRC. A frame whose CRC is wrong, or that is too short to have one,
  /// is lost without a word, as the kernel's diagchar has it.
  [[nodiscard]] std::optional<qmi::Bytes> take(std::uint8_t byte);

  void reset();

 private:
  qmi::Bytes packet_;
  bool escaped_ = false;
  bool too_long_ = false;
};

}  // namespace modembench::serial
