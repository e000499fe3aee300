#pragma once

#include <cstddef>
#include <cstdint>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/error.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/schema.hpp"

/// The fixed parts of a frame: QMUX header, SDU header. Layouts: libqmi, src/libqmi-glib/qmi-message.c.
namespace modembench::qmi {

inline constexpr std::uint8_t kMarker = 0x01;
inline constexpr std::uint8_t kToModem = 0x00;    ///< QMUX flags of what the host says
inline constexpr std::uint8_t kFromModem = 0x80;  ///< QMUX flags of what the modem says
inline constexpr std::uint8_t kControlService = 0x00;

inline constexpr std::size_t kQmuxHeader = 6;        ///< marker, length u16, flags, service, client
inline constexpr std::size_t kControlSduHeader = 6;  ///< flags, transaction u8, message u16, length u16
inline constexpr std::size_t kServiceSduHeader = 7;  ///< flags, transaction u16, message u16, length u16
inline constexpr std::size_t kTlvHeader = 3;         ///< id, length u16
inline constexpr std::size_t kSmallestFrame = kQmuxHeader + kControlSduHeader;

/// The header's bytes, both of QMUX and of the SDU.
[[nodiscard]] constexpr std::size_t header_size(std::uint8_t service) {
  return kQmuxHeader + (service == kControlService ? kControlSduHeader : kServiceSduHeader);
}

/// The SDU flags that say which kind of message follows.
[[nodiscard]] std::uint8_t sdu_flags(std::uint8_t service, MessageKind kind);

[[nodiscard]] inline std::uint16_t read_u16(ByteView bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] | (bytes[at + 1] << 8));
}

/// The header and, of the SDU, its claim about the TLVs: their length must be what is left of the frame.
[[nodiscard]] Expected<Header> read_header(ByteView frame);
[[nodiscard]] Expected<void> check_tlv_length(ByteView frame, const Header& header);

/// The TLVs that may stand in one message, found once for all of them.
class TlvLookup {
 public:
  explicit TlvLookup(const Header& header) : is_response_(header.kind == MessageKind::response) {
    if (const MessageSpec* spec = find_message(header.service, header.message)) tlvs_ = tlvs_of(*spec, header.kind);
  }

  /// Null if the schema doesn't know it. TLVs nearly always come in the order of their ids, as the tables have them.
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
