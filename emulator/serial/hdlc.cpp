#include "emulator/serial/hdlc.hpp"

#include <utility>

namespace modembench::serial {
namespace {

constexpr std::uint8_t kEnd = 0x7E;
constexpr std::uint8_t kEscape = 0x7D;
constexpr std::uint8_t kEscapeMask = 0x20;
constexpr std::size_t kCrcSize = 2;

void put_escaped(qmi::Bytes& frame, std::uint8_t byte) {
  if (byte == kEnd || byte == kEscape) {
    frame.push_back(kEscape);
    byte ^= kEscapeMask;
  }
  frame.push_back(byte);
}

}  // namespace

std::uint16_t crc16_x25(qmi::ByteView bytes) {
  std::uint32_t crc = 0xFFFF;
  for (const auto byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0x8408 : crc >> 1;
  }
  return static_cast<std::uint16_t>(~crc);
}

qmi::Bytes hdlc_frame(qmi::ByteView packet) {
  qmi::Bytes frame;
  for (const auto byte : packet) put_escaped(frame, byte);
  const auto crc = crc16_x25(packet);
  put_escaped(frame, static_cast<std::uint8_t>(crc & 0xFF));
  put_escaped(frame, static_cast<std::uint8_t>(crc >> 8));
  frame.push_back(kEnd);
  return frame;
}

std::optional<qmi::Bytes> HdlcReader::take(std::uint8_t byte) {
  if (byte == kEnd) {
    const bool whole = !too_long_ && !escaped_ && packet_.size() > kCrcSize;
    qmi::Bytes packet = std::exchange(packet_, {});
    reset();
    if (!whole) return std::nullopt;
    const std::size_t size = packet.size() - kCrcSize;
    const auto crc = static_cast<std::uint16_t>(packet[size] | packet[size + 1] << 8);
    packet.resize(size);
    if (crc16_x25(packet) != crc) return std::nullopt;
    return packet;
  }
  if (byte == kEscape && !escaped_) {
    escaped_ = true;
    return std::nullopt;
  }
  if (std::exchange(escaped_, false)) byte ^= kEscapeMask;
  too_long_ = too_long_ || packet_.size() == kMaxPacket;
  if (!too_long_) packet_.push_back(byte);
  return std::nullopt;
}

void HdlcReader::reset() {
  packet_.clear();
  escaped_ = false;
  too_long_ = false;
}

}  // namespace modembench::serial
