#pragma once

#include <cstddef>
#include <cstdint>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/error.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/schema.hpp"

/// The fixed parts of a frame, which are its QMUX header and its SDU header. All numbers are little-endian. The layouts
/// are those of libqmi, src/libqmi-glib/qmi-message.c.
namespace modembench::qmi {

inline constexpr std::uint8_t kMarker = 0x01;          ///< the first byte of a frame
inline constexpr std::uint8_t kToModem = 0x00;         ///< QMUX flags of a request
inline constexpr std::uint8_t kFromModem = 0x80;       ///< QMUX flags of a response or an indication
inline constexpr std::uint8_t kControlService = 0x00;  ///< the number of CTL

inline constexpr std::size_t kQmuxHeader = 6;        ///< marker, length u16, flags, service, client
inline constexpr std::size_t kControlSduHeader = 6;  ///< flags, transaction u8, message u16, length u16
inline constexpr std::size_t kServiceSduHeader = 7;  ///< flags, transaction u16, message u16, length u16
inline constexpr std::size_t kTlvHeader = 3;         ///< id, length u16
inline constexpr std::size_t kSmallestFrame = kQmuxHeader + kControlSduHeader;

/// The bytes of both headers in a frame of a service.
[[nodiscard]] constexpr std::size_t header_size(std::uint8_t service) {
  return kQmuxHeader + (service == kControlService ? kControlSduHeader : kServiceSduHeader);
}

/// The SDU flags for a kind of message, which CTL numbers in its own way.
[[nodiscard]] std::uint8_t sdu_flags(std::uint8_t service, MessageKind kind);

/// Reads the two bytes from `at` on, which must be there.
[[nodiscard]] inline std::uint16_t read_u16(ByteView bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] | (bytes[at + 1] << 8));
}

/// Reads the two headers of a frame. The QMUX length must be that of the frame.
[[nodiscard]] Expected<Header> read_header(ByteView frame);
/// Checks that the length of all TLVs, as the SDU header says it, is what is left of the frame.
[[nodiscard]] Expected<void> check_tlv_length(ByteView frame, const Header& header);

/// The TLVs of one kind of message, to be looked up one after the other.
class TlvLookup {
 public:
  explicit TlvLookup(const Header& header) : is_response_(header.kind == MessageKind::response) {
    if (const MessageSpec* spec = find_message(header.service, header.message)) tlvs_ = tlvs_of(*spec, header.kind);
  }

  /// The TLV of this id; null if the schema doesn't know it. It is found quickest when ids rise from call to call, as
  /// they nearly always do in a message.
  [[nodiscard]] const TlvSpec* find(std::uint8_t id) {
    if (is_response_ && id == result_.id) return &result_;
    while (next_ < tlvs_.size() && tlvs_[next_].id < id) ++next_;
    if (next_ < tlvs_.size() && tlvs_[next_].id == id) return &tlvs_[next_++];
    return find_tlv(tlvs_, id);
  }

 private:
  const TlvSpec& result_ = result_tlv();
  std::size_t next_ = 0;
  std::span<const TlvSpec> tlvs_;
  bool is_response_;
};

}  // namespace modembench::qmi
